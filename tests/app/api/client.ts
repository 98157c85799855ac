import type { z } from 'zod'
import type { Handler } from '#app/_server/endpoint.ts'
import { endpointsOf, type Routes } from '#app/_server/routes.ts'
import * as openapi from '#app/api/openapi.json/route.ts'
import { routeFiles } from '#app/api/openapi.json/route-files.ts'

export const TOKEN = 'the token of the API tests'.replaceAll(' ', '-')
export const BASE = 'http://127.0.0.1:3000'
process.env.BELFRY_TOKEN = TOKEN

export const files: Record<string, Partial<Routes>> = {
  ...routeFiles,
  '/api/openapi.json': openapi,
}

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: JSON that tests look into freely
  body: any
}

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: unknown
  signal?: AbortSignal
}

/** Calls the handler that a request would reach, as it is. */
export function send(path: string, { method = 'GET', headers, body, signal }: Sent = {}) {
  const url = new URL(path, BASE)
  const { handler, params } = find(url.pathname, method)
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const request = new Request(url, {
    ...{ method, headers: { host: url.host, ...headers } },
    ...(body !== undefined && { body: text }),
    ...(signal && { signal }),
  })
  return handler(request, { params: Promise.resolve(params) })
}

/**
 * Asks with the token. What comes back has the form that the route declares, whatever the test
 * looks at: openapi.json is not to promise anything else.
 */
export async function api(method: string, path: string, body?: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  const answer = await read(await send(path, { method, headers, body }))
  if (answer.status < 400) declaredAnswer(method, path)?.parse(answer.body)
  return answer
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  }
}

function find(pathname: string, method: string) {
  for (const [template, file] of Object.entries(files)) {
    const params = matched(template, pathname)
    const handler = file[method as keyof Routes]
    if (params && handler) return { template, handler: handler as Handler, params }
  }
  throw new Error(`no route file for ${method} ${pathname}`)
}

/** Where two fit, the one without a name in it stands first in the list of route files. */
function matched(template: string, pathname: string): Record<string, string> | null {
  const asked = pathname.split('/')
  const parts = template.split('/')
  if (asked.length !== parts.length) return null
  const params: Record<string, string> = {}
  for (const [i, part] of parts.entries()) {
    const value = decodeURIComponent(asked[i] ?? '')
    const name = /^\{(.*)\}$/.exec(part)?.[1]
    if (name) params[name] = value
    else if (part !== value) return null
  }
  return params
}

function declaredAnswer(method: string, path: string): z.ZodType | null {
  const { template } = find(new URL(path, BASE).pathname, method)
  const endpoints = endpointsOf(files[template] ?? {})
  const answer = endpoints.find(entry => entry.method === method)?.endpoint.answer
  return typeof answer === 'object' ? answer : null
}
