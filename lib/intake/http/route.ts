import type { IncomingHttpHeaders } from 'node:http'
import type { ErrorIntake } from '#lib/errors/contract.ts'
import type { EventIntake } from '#lib/events/intake/contract.ts'
import type { MetricIntake } from '#lib/metrics/intake/contract.ts'
import type { Directory } from '#lib/projects/directory.ts'
import type { Project, Protocol } from '#lib/projects/schema.ts'
import type { NotificationIntake } from '#lib/streams/distiller/contract.ts'

/** One protocol's address on the HTTP intake. A route is a file in `routes/` and a line in `routes/index.ts`. */
export interface Route {
  method: 'POST'
  /**
   * In the syntax of find-my-way: `/api/:project/envelope/`; with or without the slash at the end is the same.
   * A parameter `project` (number or name) must be the project of the key.
   */
  path: string
  protocol: Protocol
  /** of a body, as sent and unpacked */
  limits: { packedBytes: number; bytes: number }
  /** The public key that a request carries in the protocol's own way; Basic and Bearer are looked at after it. */
  credentials?(asked: Asked): string | undefined
  /** The key that only the unpacked body tells, looked for when the request has none otherwise. */
  credentialsIn?(body: Buffer): string | undefined
  /** Whose a request is, where the protocol has rules of its own. Throws a UserError when nobody's. */
  sender?(asked: Asked, directory: Directory): Project
  /** Whether browsers may ask from any origin. */
  cors?: boolean
  /** Throws a UserError for what the sender can put right. */
  handle(call: Call): Promise<Reply>
  /** How the protocol tells that something was refused; as Belfry's own API does when left out. */
  refuse?(refusal: Refusal, asked: Asked): Reply
}

export interface Asked {
  headers: IncomingHttpHeaders
  params: Record<string, string | undefined>
  query: URLSearchParams
}

export interface Call extends Asked {
  project: Project
  /** unpacked */
  body: Buffer
  intake: ErrorIntake
  metrics: MetricIntake
  events: EventIntake
  notifications: NotificationIntake
  /** aborts when nobody waits for the answer any more */
  signal: AbortSignal
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  /** JSON, unless it is bytes */
  body?: unknown
}

export interface Refusal {
  status: number
  code: string
  message: string
  fields?: Record<string, string>
  retryAfterSeconds?: number
}
