import { readEvent } from '#lib/intake/events/plain.ts'
import { isRefused, ownUpdate } from '#lib/intake/gottwall/own.ts'
import type { Read } from '#lib/intake/http/bulk.ts'
import { itemsOf } from '#lib/intake/http/items.ts'
import { readError } from '#lib/intake/http/routes/errors.ts'
import type { Sent } from '#lib/intake/jetstream/subjects.ts'
import type { Intakes } from '#lib/intake/take-unit.ts'
import type { Project } from '#lib/projects/schema.ts'

/** What could be read of a message. */
export interface Reading {
  /** how many things there are */
  count: number
  /** how many of them are none */
  invalid: number
  /** Takes the others in. */
  accept(): Promise<unknown>
}

interface Message {
  of: Sent
  data: Uint8Array
  /** by which a repeat is known */
  key: string
}

/** Reads what an application has published: one thing or many, as JSON. Throws a UserError when nothing of it is. */
export function readSent(message: Message, project: Project, intakes: Intakes): Reading {
  const items = itemsOf(Buffer.from(message.data))
  const values = items.flatMap(item => ('value' in item ? [item.value] : []))
  const { good, accept } = READERS[message.of](values, message, project, intakes)
  return { count: items.length, invalid: items.length - good, accept }
}

type Reader = (
  values: unknown[],
  message: Message,
  project: Project,
  intakes: Intakes,
) => { good: number; accept(): Promise<unknown> }

const READERS: Record<Sent, Reader> = {
  errors(values, { data, key }, project, { intake }) {
    const now = Date.now()
    const good = values.map(value => readError(value, now)).flatMap(readable)
    const accept = () => intake.accept(project, 'nats', good, { key, bytes: data.length })
    return { good: good.length, accept }
  },
  events(values, { data, key }, project, { events }) {
    const now = Date.now() / 1000
    const good = values.map(value => readEvent(value, now)).flatMap(readable)
    const accept = () => events.accept(project, 'nats', good, { key, bytes: data.length })
    return { good: good.length, accept }
  },
  metrics(values, { data, key }, project, { metrics }) {
    const now = Date.now() / 1000
    const read = values.map(value => ownUpdate(project, value, { now }))
    const good = read.flatMap(one => (isRefused(one) ? [] : [one]))
    const accept = () => metrics.accept(project, 'nats', good, { key, bytes: data.length })
    return { good: good.length, accept }
  },
}

const readable = <T>(one: Read<T>): T[] => ('read' in one ? [one.read] : [])
