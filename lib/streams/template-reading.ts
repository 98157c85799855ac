import type { Plain } from '#lib/plugin.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'
import type { Filling } from '#lib/streams/template.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'
import { Moment, traitOf } from '#lib/streams/trait.ts'

export type Reading = (filling: Filling) => Plain | undefined

/** What of a stream can be named, and how it is read. */
const OF_STREAM: Readonly<Record<string, (stream: StreamFacts) => Plain>> = {
  id: ({ id }) => id,
  trigger: ({ trigger }) => trigger,
  occasion: ({ occasion }) => occasion,
  url: ({ url }) => url,
  depth: ({ depth }) => depth,
  first: ({ firstEvent }) => isoOf(firstEvent),
  last: ({ lastEvent }) => isoOf(lastEvent),
  seconds: ({ firstEvent, lastEvent }) => (lastEvent - firstEvent) / 1e6,
  traits: ({ traits }) => ({ ...traits }),
}

/** What a name in a template reads, or what is wrong with it. */
export function readingOf(name: string): Reading | string {
  if (name === '') return 'a name is missing between {{ and }}'
  if (name === 'events.length') return ({ events }) => events.length
  const [first, ...rest] = name.split('.')
  const trait = rest.join('.')
  if (first === 'stream') return ofStream(trait)
  if (first === 'first' && trait) return ({ events }) => plainTrait(events[0], trait)
  if (first === 'last' && trait) return ({ events }) => plainTrait(events.at(-1), trait)
  return filling => distinguishing(filling, name) ?? ofLastWith(filling, name)
}

function ofStream(name: string): Reading | string {
  if (name.startsWith('traits.')) {
    const trait = name.slice('traits.'.length)
    return filling => distinguishing(filling, trait)
  }
  const read = Object.hasOwn(OF_STREAM, name) ? OF_STREAM[name] : undefined
  if (read) return ({ stream }) => read(stream)
  const names = Object.keys(OF_STREAM).map(one => `stream.${one}`)
  return `stream.${name} is none of ${names.join(', ')}`
}

const distinguishing = ({ stream }: Filling, name: string) =>
  Object.hasOwn(stream.traits, name) ? stream.traits[name] : undefined

function ofLastWith({ events }: Filling, name: string): Plain | undefined {
  for (const event of events.toReversed()) {
    const value = plainTrait(event, name)
    if (value !== undefined) return value
  }
  return undefined
}

/** Traits are what came as JSON; an event's own times are told in ISO 8601. */
function plainTrait(event: StreamEvent | undefined, name: string): Plain | undefined {
  const value = event && traitOf(event, name)
  return value instanceof Moment ? isoOf(value.at) : (value as Plain | undefined)
}
