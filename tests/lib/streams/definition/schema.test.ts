import { expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import { type TriggerInput, triggerDefinition } from '#lib/streams/definition/schema.ts'

const orders: TriggerInput = {
  name: 'orders',
  distinguished_by: ['order', { timestamp: 'day' }],
  expiration: '$last + 1d',
  fire_pipeline: 'bill',
  match_criteria: [{ event_type: 'order.*', map_distinguished_by: { order: 'order_id' } }],
  fire_criteria: [{ event_type: 'order.paid' }],
}

function mistakesIn(fields: object): object {
  try {
    parse(triggerDefinition, { ...orders, ...fields })
  } catch (error) {
    if (error instanceof UserError) return error.fields ?? {}
  }
  return {}
}

test('what is left out has the value that Winchester gives it', () => {
  expect(triggerDefinition.parse(orders)).toMatchObject({
    ...{ debug_level: 0, fire_delay: 0 },
    match_criteria: [{ event_type: 'order.*', traits: {} }],
    fire_criteria: [{ number: 1, traits: {} }],
  })
})

test('a trigger that was taken is taken again as it is stored', () => {
  const stored = triggerDefinition.parse(orders)
  expect(triggerDefinition.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored)
})

test('load_criteria are taken, as Winchester does that never uses them', () => {
  expect(mistakesIn({ load_criteria: [] })).toEqual({})
})

test('only what fires or expires is a trigger, and that is told whatever else is wrong', () => {
  expect(mistakesIn({ fire_pipeline: undefined, expiration: 3, expire_pipeline: 'x' })).toEqual({
    expiration: 'must be a text, not a number',
  })
  const { fire_pipeline, ...neither } = orders
  expect(() => parse(triggerDefinition, { ...neither, name: 1 })).toThrow(
    /name: must be a text.*fire_pipeline: is missing; at least one of/,
  )
})

test.each([
  [{ expiration: '$last' }, null],
  [{ expiration: '$fist + 1d' }, '$fist is not known here; there is $first, $last, $timestamp'],
  [{ expiration: 'day' }, 'is a range of time; a point in time is needed, such as $last + 1d'],
  [{ expiration: '$last + 300y' }, 'is not valid at 1: there is no such time: $last + 300y'],
])('of %j is said: %s', (fields, problem) => {
  expect(mistakesIn(fields)).toEqual(problem === null ? {} : { expiration: problem })
})

test.each([
  [{ expires: '$last' }, 'expires'],
  [{ fire_delay: -1 }, 'fire_delay'],
  [{ debug_level: 3 }, 'debug_level'],
  [{ match_criteria: [] }, 'match_criteria'],
  [{ match_criteria: [{ number: 2 }] }, 'match_criteria.0.number'],
  [{ match_criteria: [{ map_distingushed_by: {} }] }, 'match_criteria.0.map_distingushed_by'],
  [
    { match_criteria: [{ map_distinguished_by: { user: 'x' } }] },
    'match_criteria.0.map_distinguished_by.user',
  ],
  [{ match_criteria: [{ event_type: [] }] }, 'match_criteria.0.event_type'],
  [{ match_criteria: [{ event_type: '!' }] }, 'match_criteria.0.event_type'],
  [{ fire_criteria: [{ number: 0 }] }, 'fire_criteria.0.number'],
  [{ fire_criteria: [{ traits: { a: { numeric: 1 } } }] }, 'fire_criteria.0.traits.a.numeric'],
  [
    { distinguished_by: [{ timestamp: '$last' }], match_criteria: [{}] },
    'distinguished_by.0.timestamp',
  ],
  [{ distinguished_by: [{ a: 'day', b: 'day' }], match_criteria: [{}] }, 'distinguished_by.0'],
  [{ distinguished_by: ['order', { order: 'day' }] }, 'distinguished_by.1'],
  [{ distinguished_by: 'order' }, 'distinguished_by'],
])('%j is refused by the name of its field', (fields, field) => {
  expect(Object.keys(mistakesIn(fields))).toContain(field)
})
