import { criteriaOf } from '#lib/streams/criteria/check.ts'
import { fireEntry } from '#lib/streams/criteria/schema.ts'
import { compileTrigger } from '#lib/streams/definition/compile.ts'
import { isReady } from '#lib/streams/definition/ready.ts'
import { type TriggerInput, triggerDefinition } from '#lib/streams/definition/schema.ts'
import type { DistinguishingValue } from '#lib/streams/definition/values.ts'
import { type Adapter, type Case, wanted } from '#tests/golden/adapter.ts'
import { eventIn, pythonTime, pythonValue, timeIn } from '#tests/golden/winchester/times.ts'

export const triggers: Adapter['groups'] = {
  trigger_config(golden) {
    const expected = wanted(golden)
    const { success, error } = triggerDefinition.safeParse(golden.config)
    if (success) return { expected, got: 'ok' }
    // Where the original fell over by chance, it was over an expression.
    const isExpression = error.issues.some(({ message }) => message.startsWith('is not valid at'))
    if (String(expected).startsWith('error:'))
      return { expected, got: isExpression ? expected : error.issues }
    const fields = new Set(error.issues.map(({ path }) => String(path[0])))
    return { expected, got: `DefinitionError: ${inItsWords(fields, golden.config)}` }
  },

  trigger_match(golden) {
    const taken = triggerIn(golden).take(eventIn(golden.event))
    return { expected: wanted(golden), got: taken !== null }
  },

  distinguish(golden) {
    const taken = triggerIn(golden).take(eventIn(golden.event))
    const values = Object.entries(taken?.values ?? {}).map(([name, value]) => [name, told(value)])
    return { expected: wanted(golden), got: taken && Object.fromEntries(values) }
  },

  fire_time(golden) {
    const trigger = compileTrigger(
      triggerDefinition.parse({ ...PLAIN, fire_delay: golden.fire_delay }),
    )
    const at = timeIn(golden.now) + trigger.fireDelay
    return { expected: wanted(golden), got: pythonTime(at) }
  },

  should_fire(golden) {
    const entries = (golden.fire_criteria as object[]).map(entry => fireEntry.parse(entry))
    const events = (golden.event_types as string[]).map(event_type => eventIn({ event_type }))
    const met = entries.map(entry => {
      const { check } = criteriaOf(entry)
      return events.filter(event => check(event) === null).length
    })
    const needed = entries.map(({ number }) => number)
    return { expected: wanted(golden), got: isReady(met, needed) }
  },
}

/** What the original says of the first of these fields. */
function inItsWords(fields: ReadonlySet<string>, config: unknown): string {
  const first = ORDER.find(field => fields.has(field)) ?? ''
  if (first === 'fire_pipeline')
    return "At least one of: 'fire_pipeline' or 'expire_pipeline' must be specified in a trigger definition."
  if (first !== 'distinguished_by')
    return `Required ${first.endsWith('criteria') ? 'criteria' : 'field'} in trigger definition not specified '${first}'`
  const { distinguished_by } = config as { distinguished_by: Record<string, string>[] }
  const pairs = Object.entries(distinguished_by[0] ?? {}).map(
    ([key, text]) => `'${key}': '${text}'`,
  )
  return `Invalid distinguising expression {${pairs.join(', ')}}. Only one trait allowed in an expression`
}

const ORDER = [
  ...['name', 'expiration', 'fire_pipeline', 'fire_criteria', 'match_criteria', 'distinguished_by'],
]

const PLAIN: TriggerInput = {
  name: 'test_trigger',
  expiration: '$last + 1d',
  fire_pipeline: 'test_pipeline',
  match_criteria: [{ event_type: 'test.*' }],
  fire_criteria: [{ event_type: 'test.thing' }],
}

const triggerIn = ({ config }: Case) => compileTrigger(triggerDefinition.parse(config))

const told = (value: DistinguishingValue) => {
  if (typeof value !== 'object') return value
  return 'datetime' in value ? pythonTime(value.datetime) : pythonValue(value)
}
