import type { DropReason } from '#lib/errors/contract.ts'
import { UserError } from '#lib/failures.ts'
import type { Connection } from '#lib/intake/jetstream/connection.ts'
import { LINE_LENGTH } from '#lib/intake/jetstream/message.ts'
import { natsAway, publish } from '#lib/intake/jetstream/publish.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import type { Gate } from '#lib/projects/intake/gate.ts'
import { openDesk } from '#lib/relay/taking/desk.ts'
import { errorIntake } from '#lib/relay/taking/errors.ts'
import { eventIntake } from '#lib/relay/taking/events.ts'
import type { Put } from '#lib/relay/taking/group.ts'
import { metricIntake } from '#lib/relay/taking/metrics.ts'
import { notificationIntake } from '#lib/relay/taking/notifications.ts'
import type { Taking } from '#lib/relay/taking/taking.ts'
import { openWriter } from '#lib/relay/taking/writer.ts'

/** What is under way when the intake is asked to stop has this long. */
const CLOSE_MS = 2_000
/** What is held in memory of all projects at most, roughly, in bytes; and how often that is looked at. */
const MOST_HELD = 96 * 1024 * 1024
const WEIGH_MS = 20
/** By how much JSON makes things longer at most, roughly; and what else is in a line. */
const JSON_TIMES = 8
const HEAD_LENGTH = 1_024
const WORDS = { who: 'intake', where: 'NATS' }

type Intakes = Pick<ListenerContext, 'intake' | 'metrics' | 'events' | 'notifications'>

/** What listeners put things into that go by way of the stream. */
export interface Front extends Intakes {
  /** things that the stream has from here */
  published(): number
  /** Publishes what is held, as far as that goes. */
  close(): Promise<void>
}

interface Means extends Pick<ListenerContext, 'directory' | 'log'> {
  connection: Pick<Connection, 'current'>
  /** holds projects to their limits */
  gate: Gate
  /** where it is counted what was not even published */
  intake: Pick<ListenerContext['intake'], 'drop'>
}

export function openFront({ connection, directory, intake, gate, log }: Means): Front {
  const takings = new Map<number, Taking>()
  const closing = new AbortController()
  let published = 0
  let weighed = { at: Number.NEGATIVE_INFINITY, weight: 0 }

  function open(projectId: number): Taking {
    const writer = openWriter({
      async store({ payload, items }) {
        await publish(connection, projectId, payload, closing.signal)
        published += items
      },
      ...{ words: WORDS, prefix: 'nats', lineLength: LINE_LENGTH, log },
    })
    return {
      writer: {
        ...writer,
        hasRoom: () => writer.hasRoom() && held() < MOST_HELD,
        async keep(one) {
          refuseHuge(one)
          if (!connection.current()) throw natsAway('there is no connection')
          await writer.keep(one)
        },
      },
      drop(input, reason, by) {
        const project = directory.byId(projectId)
        if (project) intake.drop(project, input, reason as DropReason, by)
      },
    }
  }

  /** All projects together; looked up now and then, since it is asked for each thing that comes. */
  function held(): number {
    if (performance.now() - weighed.at > WEIGH_MS) {
      const weights = [...takings.values()].map(({ writer }) => writer.weight())
      weighed = { at: performance.now(), weight: weights.reduce((sum, one) => sum + one, 0) }
    }
    return weighed.weight
  }

  function takingOf({ id }: { id: number }): Taking {
    const taking = takings.get(id) ?? open(id)
    takings.set(id, taking)
    return taking
  }

  const desk = openDesk(takingOf, WORDS, gate)
  const projects = () => [...takings.keys()].flatMap(id => directory.byId(id) ?? [])

  return {
    intake: errorIntake(desk, projects),
    metrics: metricIntake(desk, takingOf, projects),
    events: eventIntake(desk, projects),
    notifications: notificationIntake(desk),
    published: () => published,
    async close() {
      const late = setTimeout(() => closing.abort(), CLOSE_MS)
      await Promise.all([...takings.values()].map(({ writer }) => writer.close()))
      clearTimeout(late)
    },
  }
}

/** What could not be cut into messages that servers take. */
function refuseHuge({ items, bytes }: Pick<Put, 'items' | 'bytes'>) {
  if (bytes < LINE_LENGTH / JSON_TIMES) return
  if (items.some(item => JSON.stringify(item).length > LINE_LENGTH - HEAD_LENGTH))
    throw new UserError('One of these is too large for what stands behind this intake.', {
      code: 'too_large',
    })
}
