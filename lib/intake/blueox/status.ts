import type { Event } from '#lib/events/event.ts'
import type { Names } from '#lib/events/names.ts'
import { openSeen, type Seen, type Status } from '#lib/intake/blueox/seen.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'

/** How long the store is waited for before an answer is given without it. */
const STORE_LIMIT_MS = 1_000
const NONE: Names = { types: new Map(), hosts: new Map() }

/** Whose everything is that comes by BlueOx's wire. */
export const claiming = ({ directory }: ListenerContext) =>
  directory.claimedBy({ listener: 'blueox' })

/** What can be told of the project that claims the listener now; nothing of one that did before. */
export function openStatus(context: ListenerContext) {
  let of = { id: claiming(context).id, seen: openSeen() }

  function current(): { id: number; seen: Seen } {
    const { id } = claiming(context)
    if (id !== of.id) of = { id, seen: openSeen() }
    return of
  }

  return {
    note: (stored: readonly Event[]): void => current().seen.note(stored, Date.now() / 1000),

    async tell(): Promise<Status> {
      const { id, seen } = current()
      return seen.status(await namesOf(context, id))
    },
  }
}

/** What the store knows of types and hosts; nothing when it does not answer in time, or is none. */
async function namesOf({ names, log }: ListenerContext, projectId: number): Promise<Names> {
  const { promise: late, resolve } = Promise.withResolvers<Names>()
  const timer = setTimeout(() => resolve(NONE), STORE_LIMIT_MS)
  try {
    return (await Promise.race([names?.(projectId), late])) ?? NONE
  } catch (error) {
    log.warn({ err: error }, 'the newest types and hosts could not be read')
    return NONE
  } finally {
    clearTimeout(timer)
  }
}
