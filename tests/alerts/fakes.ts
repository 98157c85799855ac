import type { GuardedInit } from '#lib/http.ts'
import type { AlertContext, Transition } from '#lib/plugin.ts'

/** A transition of the golden case, with what it leaves open. */
export const transition = (changes: Partial<Transition> = {}): Transition => ({
  deliveryId: '0190a3a4-7c1f-4b44-9d0e-5f1f6e1f0d11',
  monitorId: 7,
  monitor: 'Mail Queue Length',
  tags: ['mail'],
  from: 'OK',
  to: 'ALARM',
  message: 'too long',
  value: 67,
  unit: '',
  at: new Date('2026-01-02T03:04:05Z'),
  repeat: 0,
  url: 'https://belfry.example.com/monitors/7',
  runbookUrl: null,
  history: '',
  test: false,
  ...changes,
})

export interface Asked {
  url: string
  method: string
  headers: Headers
  body: string
}

/** A fake world that gives one answer and notes what it was asked. */
export function answering(status: number, body = '', headers: Record<string, string> = {}) {
  const asked: Asked[] = []
  const fetch = async (url: string | URL, init: GuardedInit = {}) => {
    asked.push({
      url: String(url),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body: String(init.body ?? ''),
    })
    return new Response(body || null, { status, headers })
  }
  return { asked, context: fakeContext({ fetch }) }
}

export const fakeContext = (parts: Partial<AlertContext> = {}): AlertContext => ({
  fetch: () => Promise.reject(new Error('the test expected no request')),
  signal: new AbortController().signal,
  ...parts,
})

/** The only element of a list. */
export function only<T>(list: readonly T[]): T {
  if (list.length !== 1 || list[0] === undefined)
    throw new Error(`expected one, got ${list.length}`)
  return list[0]
}

export const megabyte = 'x'.repeat(1024 * 1024)
