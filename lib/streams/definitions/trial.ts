import { reasonOf, UserError } from '#lib/failures.ts'
import { readDefinition } from '#lib/streams/definitions/content.ts'
import { type Dropped, distillerOf } from '#lib/streams/distiller/distill.ts'
import { traitsOf } from '#lib/streams/distiller/event.ts'
import { notificationOf } from '#lib/streams/distiller/notification.ts'
import type { EventDefinition } from '#lib/streams/distiller/schema.ts'
import type { Finding } from '#lib/streams/distiller/trait.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'

/** Which definition took a notification. */
interface Fitting {
  /** null: the one that is tried */
  id: number | null
  /** from 1 */
  position: number
  event_type: string[]
}

/** What would become of a notification. */
export interface Trial {
  event: DistilledEvent | null
  /** why it would be dropped; null: it would not */
  dropped: Dropped | null
  /** the same in words */
  reason: string | null
  definition: Fitting | null
  traits: Finding[]
}

export interface DistilledEvent {
  event_type: string
  message_id: string
  timestamp: string
  traits: Record<string, unknown>
}

/** A definition among those that a notification is tried on; null: the one that is not saved. */
type Candidate = EventDefinition & { id: number | null }

export interface Trying {
  saved: readonly Candidate[]
  /** one that is not saved, in YAML */
  yaml?: string | undefined
  /** the saved one in whose place it stands; otherwise it is the last */
  id?: number | undefined
  catchAll: boolean
}

/**
 * Compiles what notifications are tried on. The function that it answers tells what would become of one, whatever is wrong with it.
 * Throws a UserError when the definition that is not saved is not valid.
 */
export function openTrial({ saved, yaml, id, catchAll }: Trying): (given: unknown) => Trial {
  const candidates = yaml === undefined ? saved : withDraft(saved, readDefinition(yaml), id)
  const distiller = distillerOf(candidates)
  return given => {
    try {
      const notification = notificationOf(given)
      const distilled = distiller.distill(notification, { catchAll, now: Date.now() * 1_000 })
      const { eventType, messageId, at, dropped, definition, findings } = distilled
      const found = definition === null ? undefined : candidates[definition]
      return {
        event: dropped
          ? null
          : {
              ...{ event_type: eventType, message_id: messageId, timestamp: isoOf(at) },
              traits: traitsOf(distilled),
            },
        ...{ dropped, reason: dropped && WORDS[dropped], traits: findings },
        definition: found
          ? { id: found.id, position: (definition ?? 0) + 1, event_type: found.event_type }
          : null,
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const reason = `The notification is not valid: ${reasonOf(error)}.`
      return { event: null, dropped: 'invalid', reason, definition: null, traits: [] }
    }
  }
}

function withDraft(
  saved: readonly Candidate[],
  draft: EventDefinition,
  id: number | undefined,
): Candidate[] {
  const candidate: Candidate = { ...draft, id: null }
  const place = saved.findIndex(one => one.id === id)
  return place < 0 ? [...saved, candidate] : saved.with(place, candidate)
}

const WORDS: Record<Dropped, string> = {
  no_definition: 'No definition takes notifications of this type.',
  no_traits: 'It holds none of the traits of its definition, and an event needs one.',
  invalid: 'What was found for a trait is not of its type.',
}
