import type { Event } from '#lib/events/event.ts'
import { isMessagePack, messageItems } from '#lib/intake/events/items.ts'
import { readEvent } from '#lib/intake/events/plain.ts'
import { type Answered, takeBulk } from '#lib/intake/http/bulk.ts'
import type { Call, Reply, Route } from '#lib/intake/http/route.ts'

const MIB = 1024 * 1024

/** Events as JSON or MessagePack, one or many. */
export const events: Route = {
  method: 'POST',
  path: '/events',
  protocol: 'http',
  limits: { packedBytes: 8 * MIB, bytes: 32 * MIB },
  handle,
}

function handle(call: Call): Promise<Reply> {
  const { project, body, events } = call
  const now = Date.now() / 1000
  return takeBulk<Event>(call, {
    what: 'event',
    itemsOf: (type, body) => (isMessagePack(type) ? messageItems(body) : undefined),
    read: value => readEvent(value, now),
    async accept(read, key) {
      const outcomes = await events.accept(project, 'http', read, { key, bytes: body.length })
      return outcomes.map((status): Answered => ({ status }))
    },
    dropInvalid: count => events.drop(project, 'http', 'invalid', count),
  })
}
