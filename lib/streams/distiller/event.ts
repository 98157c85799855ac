import type { Event } from '#lib/events/event.ts'
import { traitsOf as storableTraits } from '#lib/intake/events/plain.ts'
import type { Fields } from '#lib/intake/untrusted.ts'
import type { Distilled } from '#lib/streams/distiller/distill.ts'

/** RFC 1035, section 2.3.4. */
const HOST_LIMIT = 255
const ID_LIMIT = 200

/** What was distilled, by the names of its traits; those that are left out are not there. */
export const traitsOf = ({ findings }: Pick<Distilled, 'findings'>): Record<string, unknown> =>
  Object.fromEntries(
    findings.flatMap(({ trait, value }) => (value === null ? [] : [[trait, value]])),
  )

/** The event that is stored: those of one request belong together, and OpenStack's services say on which host they run. */
export function eventOf(distilled: Distilled, body: Fields): Event {
  const { eventType: type, messageId: uid, at } = distilled
  const traits = traitsOf(distilled)
  const seconds = at / 1e6
  return {
    ...{ type, uid, host: hostOf(body.publisher_id), pid: null },
    id: idOf(traits.request_id) ?? uid,
    ...{ start: seconds, at: seconds, isTimed: true },
    traits: storableTraits(traits),
  }
}

const idOf = (given: unknown) =>
  typeof given === 'string' && given !== '' && given.length <= ID_LIMIT ? given : undefined

/** `compute.node-7` is the service `compute` on the host `node-7`. */
function hostOf(publisher: unknown): string {
  if (typeof publisher !== 'string') return ''
  const host = publisher.slice(publisher.indexOf('.') + 1)
  return publisher.includes('.') && host.length < HOST_LIMIT ? host : ''
}
