import { distinguishedBy } from '#lib/streams/definition/distinguished-by.ts'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'
import { inWords } from '#lib/streams/reading/wanted.ts'

type Definition = Pick<TriggerDefinition, 'match_criteria' | 'fire_criteria' | 'distinguished_by'>

/** What is asked where statistics say `Match 1`, `Fire 2` or `Distinguish`; '' of what is not there any more. */
export function criteriaInWords(definition: Definition, name: string): string {
  if (name === 'Match') return 'any of them'
  if (name === 'Distinguish')
    return definition.distinguished_by.map(entry => distinguishedBy(entry).name).join(', ')
  const [kind, number] = name.split(' ')
  const entries = kind === 'Match' ? definition.match_criteria : definition.fire_criteria
  const entry = entries[Number(number) - 1]
  return entry ? inWords(entry) : ''
}
