import { readFileSync } from 'node:fs'
import type { Fields } from '#lib/intake/untrusted.ts'
import { eventTypes } from '#lib/streams/criteria/event-types.ts'
import { distillerOf } from '#lib/streams/distiller/distill.ts'
import { traitsOf } from '#lib/streams/distiller/event.ts'
import { notificationOf } from '#lib/streams/distiller/notification.ts'
import { traitPlugins } from '#lib/streams/distiller/plugins/index.ts'
import { eventDefinition } from '#lib/streams/distiller/schema.ts'
import { timeOf } from '#lib/streams/distiller/time.ts'
import { takerOf } from '#lib/streams/distiller/trait.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'
import { type Adapter, type Case, wanted } from '#tests/golden/adapter.ts'

const { notification } = JSON.parse(
  readFileSync(new URL('../winchester.json', import.meta.url), 'utf8'),
) as { notification: object }

export const distill: Adapter['groups'] = {
  distill_trait: golden => ({ expected: wanted(golden), got: traitIn(golden.config) }),

  distill_plugin(golden) {
    const plugin = traitPlugins.find(({ id }) => id === golden.plugin)
    const matches = golden.matches as [string, unknown][]
    const valueFrom = plugin?.open(plugin.params.parse(golden.parameters))
    return {
      expected: wanted(golden),
      got: valueFrom?.(matches.map(([path, value]) => ({ path, value }))),
    }
  },

  distill_type(golden) {
    const { match } = golden.expected as { match: Record<string, boolean> }
    const types = eventTypes(golden.event_type as string | string[])
    return {
      expected: wanted(golden),
      got: {
        match: Object.fromEntries(Object.keys(match).map(type => [type, types.fit(type)])),
        catchall: types.included.includes('*') && types.excluded.length === 0,
      },
    }
  },

  distill_config: golden => ({
    expected: wanted(golden),
    got: eventDefinition.safeParse(golden.config).success ? 'valid' : 'error',
  }),

  distill: golden => ({ expected: wanted(golden), got: eventFrom(golden) }),

  distill_when: golden => ({
    expected: wanted(golden),
    got: written(isoOf(timeOf(golden.body as Fields, 0))),
  }),
}

function traitIn(config: unknown): unknown {
  const { data } = eventDefinition.safeParse({ event_type: 'test.thing', traits: { it: config } })
  const trait = data?.traits.it
  if (!trait) return 'EventDefinitionException'
  const { type, value, problem } = takerOf('it', trait)(notification)
  if (problem) return 'error: ValueError'
  return value === null ? null : { type, value: type === 'datetime' ? written(value) : value }
}

function eventFrom({ definitions, catchall, notification }: Case): unknown {
  const { distill } = distillerOf(eventDefinition.array().parse(definitions))
  const distilled = distill(notificationOf(notification), { catchAll: catchall === true, now: 0 })
  if (distilled.dropped) return null
  return {
    event_type: distilled.eventType,
    message_id: distilled.messageId,
    when: written(isoOf(distilled.at)),
    ...traitsOf(distilled),
  }
}

/** As the original writes a time in UTC: without microseconds where there are none. */
const written = (time: unknown) => String(time).replace(/(\.000000)?Z$/, '+00:00')
