import {
  type FieldErrors,
  RemoteError,
  reasonOf,
  UserError,
  type UserErrorCode,
} from '#lib/failures.ts'
import { log } from '#lib/log.ts'

/** An answer as it goes from the engine to whoever asked: what came out, or what may be said of the failure. */
export type Told =
  | { ok: true; data: unknown }
  | { ok: false; code: UserErrorCode | 'remote'; message: string; fields?: FieldErrors | undefined }

/** Waits for the answer and packs it up, a failure too. */
export async function tell(answer: () => Promise<unknown>): Promise<Told> {
  try {
    return { ok: true, data: await answer() }
  } catch (error) {
    const message = reasonOf(error)
    if (error instanceof UserError)
      return { ok: false, code: error.code, message, fields: error.fields }
    if (error instanceof RemoteError) return { ok: false, code: 'remote', message }
    log.error({ err: error }, message)
    return {
      ok: false,
      code: 'unavailable',
      message: 'The engine failed at this; its log says why.',
    }
  }
}

/** Unpacks an answer: what came out, or the failure thrown again. */
export function heed(told: Told): unknown {
  if (told.ok) return told.data
  if (told.code === 'remote') throw new RemoteError(told.message)
  throw new UserError(told.message, {
    code: told.code,
    ...(told.fields && { fields: told.fields }),
  })
}
