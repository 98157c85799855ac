import { z } from 'zod'
import type { StreamEvent } from '#lib/streams/event.ts'
import { defineHandler, type NewEvent } from '#lib/streams/handlers/contract.ts'
import { moments, values, valuesOf } from '#lib/streams/handlers/settings.ts'
import { type Filling, template, templateOf } from '#lib/streams/template.ts'

const NAME_LIMIT = 200

export const event = defineHandler({
  id: 'event',
  label: 'Event',
  description:
    'Makes a new event, which is stored like any other and may belong to streams of other triggers.',
  params: z.strictObject({
    type: template(NAME_LIMIT)
      .min(1)
      .meta({ title: 'Type', placeholder: 'order.completed', description: 'With {{places}}.' }),
    traits: values.optional().meta({
      title: 'Traits',
      description:
        'Texts with {{places}}, numbers, true or false; one place alone is the value as it is. Without them, the distinguishing values.',
    }),
    uid: template(NAME_LIMIT).min(1).optional().meta({
      title: 'Uid',
      description:
        'With {{places}}. Of events with the same one only the first is stored. Without it, one of the stream.',
    }),
    at: moments.meta({
      title: 'Time',
      description: 'When it is: now, or as long as the stream, from its first to its last event.',
    }),
  }),

  open({ type, traits, uid, at }, { stream }) {
    const typeOf = templateOf(type)
    const uidOf = uid === undefined ? undefined : templateOf(uid)
    const traitsIn = traits && valuesOf(traits)
    let made: NewEvent | undefined

    function eventOf(filling: Filling): NewEvent {
      const { events } = filling
      return {
        type: filled('the type', typeOf.text(filling)),
        traits: traitsIn ? traitsIn(filling) : stream.traits,
        ...(uidOf && { uid: filled('the uid', uidOf.text(filling)) }),
        ...treeOf(events),
        ...(at === 'stream' && { start: stream.firstEvent, at: stream.lastEvent }),
      }
    }

    return {
      handle(events) {
        made = eventOf({ stream, events })
        return events
      },
      commit(effects) {
        if (made) effects.events.push(made)
      },
    }
  },
})

function filled(what: string, text: string): string {
  if (text.trim() === '') throw new Error(`${what} is empty: what it is filled from is not there`)
  return text
}

/** It belongs to the tree that all events are of. */
function treeOf(events: readonly StreamEvent[]): { id?: string } {
  const ids = new Set(events.map(({ id }) => id))
  const [id] = ids
  return ids.size === 1 && id ? { id } : {}
}
