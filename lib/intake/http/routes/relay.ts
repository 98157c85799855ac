import { UserError } from '#lib/failures.ts'
import type { Asked, Call, Reply, Route } from '#lib/intake/http/route.ts'
import { keyOf } from '#lib/intake/http/sender.ts'
import { takeUnit } from '#lib/intake/take-unit.ts'
import type { Directory } from '#lib/projects/directory.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { Answer } from '#lib/relay/wire/answer.ts'
import { readUnits } from '#lib/relay/wire/read.ts'

const MIB = 1024 * 1024

/**
 * What relays have kept on their disks and send on: units, one a line, each answered by itself. A body without any is how
 * a relay asks whether somebody is there, and for what it takes to read what the project's senders send.
 */
export const relay: Route = {
  method: 'POST',
  path: '/relay',
  protocol: 'http',
  limits: { packedBytes: 24 * MIB, bytes: 48 * MIB },
  sender,
  handle,
}

/** By its key alone: which protocols the project takes is asked for each unit. */
function sender(asked: Asked, directory: Directory): Project {
  const found = directory.byPublicKey(keyOf(relay, asked) ?? '')
  if (found) return found.project
  throw new UserError('The key of the relay is missing, not known, or was revoked.', {
    code: 'unauthorized',
  })
}

async function handle(call: Call): Promise<Reply> {
  const { id, name, protocols, settings } = call.project
  const { gottwall, otlp } = settings.metrics
  // All at once, so that they are written together.
  const units = await Promise.all(
    readUnits(call.body).map(arrived => takeUnit(arrived, call.project, call)),
  )
  const project = { id, name, protocols, metrics: { gottwall, otlp } }
  return { status: 200, body: { now: Date.now(), project, units } satisfies Answer }
}
