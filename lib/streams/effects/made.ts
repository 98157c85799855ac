import { newId } from '#client/ids.ts'
import type { NamedEvent } from '#lib/events/intake/store.ts'
import { plainOf } from '#lib/intake/untrusted.ts'
import { storableJson, storableText } from '#lib/storable.ts'
import type { Due } from '#lib/streams/effects/contract.ts'
import type { NewEvent, StreamFacts } from '#lib/streams/handlers/contract.ts'

/** As the intake's. */
const LIMITS = { name: 200, host: 255, traits: 64 * 1024 }

/** An event that a pipeline has made over a stream. */
export interface Made {
  stream: StreamFacts
  event: NamedEvent
  /** whether the pipeline has named it */
  isNamed: boolean
}

/** What handlers made, as it can be stored: texts and traits of bounded size. `now` is in unix seconds. */
export const madeOf = (due: readonly Due<NewEvent>[], now: number): Made[] =>
  due.flatMap(({ stream, items }) =>
    items.map((item, place) => ({
      ...{ stream, isNamed: item.uid !== undefined },
      event: eventOf(item, `stream-${stream.id}-${stream.occasion}-${place + 1}`, now),
    })),
  )

function eventOf(made: NewEvent, uid: string, now: number): NamedEvent {
  const at = made.at === undefined ? now : made.at / 1e6
  return {
    type: fitted(made.type, LIMITS.name),
    id: fitted(made.id ?? newId(now * 1000), LIMITS.name),
    uid: fitted(made.uid ?? uid, LIMITS.name),
    host: fitted(made.host ?? '', LIMITS.host),
    pid: made.pid ?? null,
    start: made.start === undefined ? at : Math.min(made.start / 1e6, at),
    ...{ at, isTimed: made.at !== undefined },
    traits: traitsOf(made.traits),
  }
}

const fitted = (text: string, most: number) => storableText(text.slice(0, most))

function traitsOf(traits: NewEvent['traits']): string | null {
  const json = storableJson(traits)
  if (json === '{}') return null
  return json.length > LIMITS.traits ? JSON.stringify(plainOf(traits)) : json
}
