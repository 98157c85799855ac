import { reasonOf, UserError } from '#lib/failures.ts'
import { type KeyPair, saltOf, sign } from '#lib/intake/gottwall/signature.ts'

const ANSWER_LIMIT_MS = 10_000
/** Over how many seconds a signature is the same, as GottWall's own clients have it. */
const BASE = 1_000

/** Where an HTTP intake of GottWall's protocol listens. */
export interface Address {
  proto: string
  host: string
  port?: number | undefined
  /** what stands before the path, `/gottwall` mostly */
  prefix: string
  project: string
}

export type Target = Address & KeyPair

/** What is counted, and how: unset fields are the intake's to fill. */
export interface Count {
  action: string
  name: string
  value?: number | undefined
  timestamp?: string | number | undefined
  filters?: Readonly<Record<string, readonly string[]>>
}

/** Whether a number was counted, and what was said to it. */
export interface Answer {
  ok: boolean
  said: string
}

/** The address of an action. The prefix gets a slash before it and none behind. */
export function actionUrl({ proto, host, port, prefix, project }: Address, action: string): string {
  const place = port === undefined ? host : `${host}:${port}`
  const words = prefix.split('/').filter(word => word !== '')
  return [`${proto}:/`, place, ...words, 'api/v1', project, action].join('/')
}

/** Reads `http://PUBLIC:PRIVATE@HOST:PORT/PREFIX/PROJECT`. Throws a UserError when it is none. */
export function readDsn(text: string): Target {
  const url = URL.parse(text)
  const words = url?.pathname.split('/').filter(word => word !== '') ?? []
  const project = words.pop()
  if (!url || !/^https?:$/.test(url.protocol) || !project || !url.username || !url.password)
    throw new UserError(
      'The address is to be like http://PUBLIC_KEY:PRIVATE_KEY@127.0.0.1:8890/PROJECT.',
    )
  return {
    proto: url.protocol.slice(0, -1),
    host: url.hostname,
    port: url.port ? Number(url.port) : undefined,
    prefix: words.join('/'),
    project,
    publicKey: decodeURIComponent(url.username),
    privateKey: decodeURIComponent(url.password),
  }
}

/** Counts a number over HTTP, signed. Never rejects. */
export async function countAt(target: Target, { action, ...rest }: Count): Promise<Answer> {
  try {
    const response = await fetch(actionUrl(target, action), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-GottWall-Auth': headerOf(target) },
      body: JSON.stringify(rest),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    })
    return { ok: response.ok, said: (await response.text()) || `status ${response.status}` }
  } catch (error) {
    return { ok: false, said: reasonOf((error as Error).cause ?? error) }
  }
}

function headerOf(keys: KeyPair): string {
  const ts = Math.floor(Date.now() / 1000)
  return `GottWallS1 ${ts} ${sign(keys, saltOf(ts, BASE)).signature} ${BASE}`
}
