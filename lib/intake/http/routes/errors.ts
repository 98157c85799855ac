import type { ErrorEvent } from '#lib/errors/event.ts'
import { isFiretower, readFiretower } from '#lib/intake/errors/firetower.ts'
import { plainError } from '#lib/intake/errors/plain.ts'
import { type Read, takeBulk } from '#lib/intake/http/bulk.ts'
import type { Call, Reply, Route } from '#lib/intake/http/route.ts'
import { isFields } from '#lib/intake/untrusted.ts'
import { fieldErrors } from '#lib/parse.ts'

const MIB = 1024 * 1024

/** Belfry's own way: errors as JSON, one or many, in its own form or in Firetower's. */
export const errors: Route = {
  method: 'POST',
  path: '/errors',
  protocol: 'http',
  limits: { packedBytes: 8 * MIB, bytes: 32 * MIB },
  handle,
}

function handle(call: Call): Promise<Reply> {
  const { project, body, intake } = call
  const now = Date.now()
  return takeBulk<ErrorEvent>(call, {
    what: 'error',
    read: value => readError(value, now),
    accept: (events, key) => intake.accept(project, 'http', events, { key, bytes: body.length }),
    dropInvalid: count => intake.drop(project, 'http', 'invalid', count),
  })
}

/** An error in Belfry's own form or in Firetower's, or what is wrong with it. */
export function readError(value: unknown, now: number): Read<ErrorEvent> {
  if (!isFields(value)) return { error: 'must be an object' }
  if (isFiretower(value) && value.message === undefined) return { read: readFiretower(value, now) }

  const { data, error } = plainError.safeParse(value)
  if (data) return { read: data }
  const fields = fieldErrors(error)
  return {
    error: Object.entries(fields)
      .map(entry => entry.join(': '))
      .join('; '),
    fields,
  }
}
