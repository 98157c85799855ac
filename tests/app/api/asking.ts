import { type Answer, BASE, read, send } from '#tests/app/api/client.ts'

/** Asks as somebody: with their token, or with their session from one of our pages. */
export function asking(headers: Record<string, string>) {
  const all = { 'content-type': 'application/json', origin: BASE, ...headers }
  return async (method: string, path: string, body?: unknown): Promise<Answer> =>
    read(await send(path, { method, headers: all, body }))
}
