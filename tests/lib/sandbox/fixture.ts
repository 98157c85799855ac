import { setTimeout as delay } from 'node:timers/promises'
import type { Plain } from '#lib/plugin.ts'
import type { Broker } from '#lib/sandbox/calls.ts'
import type { Job } from '#lib/sandbox/contract.ts'

type Asked = Parameters<Broker['call']>[0]
type Methods = Record<string, (asked: Asked) => Plain | Promise<Plain>>

/** A broker whose one source `test` has these methods. It notes every call. */
export function brokerWith(methods: Methods): Broker & { asked: Asked[] } {
  const asked: Asked[] = []
  return {
    asked,
    async call(call) {
      asked.push(call)
      const method = methods[call.method]
      if (call.source !== 'test' || !method) throw new Error(`There is no source "${call.source}".`)
      return method(call)
    },
  }
}

/** What tests need of a source. */
export const ordinary: Methods = {
  echo: ({ args }) => (args[0] ?? null) as Plain,
  refuse: () => Promise.reject(new Error('connection refused')),
  never: ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  slow: async ({ args }) => delay(Number(args[0]), 'slept'),
  page: () => ({ status: 200, headers: {}, text: '{"up":true}' }),
}

export const job = (script: string, changes: Partial<Job> = {}): Job => ({
  script,
  monitor: { id: 1, name: 'Response codes', tags: ['web'] },
  now: new Date('2026-03-01T12:00:00Z'),
  previous: { state: 'OK', value: 41, at: new Date('2026-03-01T11:59:00Z') },
  timeoutMs: 20_000,
  sources: null,
  reach: { all: true },
  ...changes,
})
