import { z } from 'zod'
import { criteriaOf } from '#lib/streams/criteria/check.ts'
import { criterionCheck } from '#lib/streams/criteria/criterion.ts'
import { eventTypes } from '#lib/streams/criteria/event-types.ts'
import { criterion, fireEntry, matchEntry } from '#lib/streams/criteria/schema.ts'
import { type Adapter, wanted } from '#tests/golden/adapter.ts'
import { eventIn } from '#tests/golden/winchester/times.ts'

/** What the original calls the kinds. */
const KINDS: Record<string, string> = {
  int: 'NumericCriterion',
  float: 'FloatCriterion',
  datetime: 'TimeCriterion',
  string: 'Criterion',
  text: 'Criterion',
}

export const matching: Adapter['groups'] = {
  criterion(golden) {
    const { type, expr } = golden as unknown as { type: string; expr: unknown }
    const { data } = criterion.safeParse(type === 'const' ? expr : { [type]: expr })
    const expected = wanted(golden)
    // What is refused at save takes nothing.
    if (data === undefined) return { expected, got: expected === false ? false : 'DefinitionError' }
    return { expected, got: criterionCheck('foo', data)(eventIn(golden.event)) === null }
  },

  criterion_kind(golden) {
    const { data } = criterion.safeParse(golden.expr)
    const expected = wanted(golden)
    if (data === undefined) return { expected, got: expected === null ? null : 'DefinitionError' }
    const [kind = ''] = typeof data === 'object' ? Object.keys(data) : ['string']
    return { expected, got: KINDS[kind] }
  },

  criteria(golden) {
    const { number, ...config } = { number: 1, ...(golden.config as object) }
    const { map_distinguished_by, ...entry } = matchEntry.parse(config)
    const { included, excluded } = eventTypes(entry.event_type)
    return {
      expected: wanted(golden),
      got: {
        ...{ included, excluded, map_distinguished_by },
        number: fireEntry.shape.number.parse(number),
        has_timestamp: entry.timestamp !== undefined,
        traits: Object.keys(entry.traits),
      },
    }
  },

  event_type(golden) {
    const expected = wanted(golden) as Record<string, boolean>
    const types = eventTypes(golden.event_type as string | string[])
    return {
      expected,
      got: Object.fromEntries(Object.keys(expected).map(type => [type, types.fit(type)])),
    }
  },

  criteria_match(golden) {
    const { check } = criteriaOf(z.union([matchEntry, fireEntry]).parse(golden.config))
    return { expected: wanted(golden), got: check(eventIn(golden.event)) === null }
  },
}
