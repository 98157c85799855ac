import type { OwnError } from '#lib/errors/own.ts'
import type { ToldStream, Transition } from '#lib/plugin.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'
import type { Post } from '#lib/streams/posts/claim.ts'

// Belfry's own project is open to more people than a monitor that is limited to groups: of such a one it is told
// the number only.

/** One signature for each monitor and reason: what a script says when it fails may be anything. */
export function scriptFailed({ monitor, reach }: Job, outcome: Outcome): OwnError {
  const { reason, message, line } = outcome
  const isLimited = !reach.all && reach.groups.length > 0
  return {
    program: 'monitor',
    message: isLimited
      ? `The script of monitor ${monitor.id} failed (${reason})`
      : `The script of ${monitor.name} failed (${reason}): ${message}`,
    fingerprint: ['script', String(monitor.id), String(reason)],
    extra: { monitor: monitor.id, reason, line },
  }
}

/** One for each monitor and kind of failure. */
export function deliveryDied(
  { monitor, monitorId, from, to, stream }: Transition,
  isLimited: boolean,
  error: string,
): OwnError {
  if (stream) return noticeDied(stream, monitor, isLimited, error)
  const name = isLimited ? `monitor ${monitorId}` : monitor
  return {
    program: 'alert',
    message: `An alert that ${name} went from ${from} to ${to} was given up: ${error}`,
    fingerprint: ['alert', String(monitorId), error],
    extra: { monitor: monitorId },
  }
}

function noticeDied(
  { id, triggerId }: ToldStream,
  trigger: string,
  isLimited: boolean,
  error: string,
): OwnError {
  const name = isLimited ? `trigger ${triggerId}` : trigger
  return {
    program: 'alert',
    message: `An alert of a stream of ${name} was given up: ${error}`,
    fingerprint: ['alert', `trigger ${triggerId}`, error],
    extra: { trigger: triggerId, stream: id },
  }
}

/** One for each trigger and reason. */
export function postDied(
  { trigger, triggerId, isLimited }: Pick<Post, 'trigger' | 'triggerId' | 'isLimited'>,
  error: string,
): OwnError {
  const name = isLimited ? `trigger ${triggerId}` : trigger
  return {
    program: 'webhook',
    message: `What the webhook of a stream of ${name} sends was given up: ${error}`,
    fingerprint: ['webhook', `trigger ${triggerId}`, error],
    extra: { trigger: triggerId },
  }
}
