import type { Env } from '#lib/env.ts'
import type { ErrorIntake } from '#lib/errors/contract.ts'
import type { EventIntake } from '#lib/events/intake/contract.ts'
import type { Names } from '#lib/events/names.ts'
import type { Log } from '#lib/log.ts'
import type { MetricIntake } from '#lib/metrics/intake/contract.ts'
import type { Directory } from '#lib/projects/directory.ts'
import type { NotificationIntake } from '#lib/streams/distiller/contract.ts'

/** What a listener is given. */
export interface ListenerContext {
  env: Env
  /** takes errors */
  intake: ErrorIntake
  metrics: MetricIntake
  events: EventIntake
  /** takes what becomes events */
  notifications: NotificationIntake
  directory: Directory
  log: Log
  /** aborts when the process is to end: whoever asks is sent elsewhere, and answered until the listener is closed */
  stopping?: AbortSignal
  /** whether what comes in cannot be stored at this moment */
  isAway?(): boolean
  /** the newest types and hosts of a project's events in the store, where there is one */
  names?(projectId: number): Promise<Names>
  /** Ends the process in order, where somebody who asks for that may be obeyed. */
  stop?(): void
}

/** Something that takes in what is sent, until it is closed. */
export interface Listener {
  /** where, to be shown: `HTTP on 127.0.0.1:8890` */
  line: string
  /** How it is, for the beat: `{ redis: { problem: '…' } }`. */
  info?(): Record<string, Record<string, string | number | null>>
  /** Takes nothing new, finishes what it holds, and lets go of its sockets. */
  close(): Promise<void>
}

/** Opens a listener, or none where the settings say so. Throws a UserError when its port is taken. */
export type OpenListener = (context: ListenerContext) => Promise<Listener | null>
