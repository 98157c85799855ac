import { updateOf } from '#lib/intake/gottwall/message.ts'
import { type Fields, isFields } from '#lib/intake/untrusted.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Why a message is not counted; `why` tells its sender in words. */
export interface Refused {
  reason: 'forbidden' | 'invalid'
  why: string
}

/**
 * The update of a message that somebody sent who belongs to this project. `action` goes before the message's own;
 * `now` in unix seconds stands for a missing time.
 */
export function ownUpdate(
  project: Project,
  message: unknown,
  { action, now }: { action?: unknown; now: number },
): MetricUpdate | Refused {
  if (isFields(message) && !isOf(project, message))
    return { reason: 'forbidden', why: 'the message names another project' }
  const update = updateOf(message, action, now)
  return typeof update === 'string' ? { reason: 'invalid', why: update } : update
}

export const isRefused = (read: MetricUpdate | Refused): read is Refused => 'reason' in read

/** A message without a project is its sender's. */
function isOf({ id, name }: Project, { p, project }: Fields): boolean {
  const said = p ?? project
  return said === undefined || said === null || said === name || said === id || said === String(id)
}
