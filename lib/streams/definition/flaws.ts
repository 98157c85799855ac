import { distinguishedBy } from '#lib/streams/definition/distinguished-by.ts'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'

/** What is wrong in a definition between keys that are right each for itself. */
interface Flaw {
  path: (string | number)[]
  message: string
}

type Distinguishing = Pick<TriggerDefinition, 'distinguished_by' | 'match_criteria'>

export function flawsIn({ distinguished_by, match_criteria }: Distinguishing): Flaw[] {
  const names = distinguished_by.map(entry => distinguishedBy(entry).name)
  const repeated = names.flatMap((name, i) =>
    names.indexOf(name) < i
      ? [{ path: ['distinguished_by', i], message: `${name} stands there twice` }]
      : [],
  )
  const foreign = match_criteria.flatMap(({ map_distinguished_by }, i) =>
    Object.keys(map_distinguished_by)
      .filter(name => !names.includes(name))
      .map(name => ({
        path: ['match_criteria', i, 'map_distinguished_by', name],
        message: 'is not among distinguished_by',
      })),
  )
  return [...repeated, ...foreign]
}

/** Whether it does anything; asked of whatever was given. */
export function hasPipeline(definition: unknown): boolean {
  if (typeof definition !== 'object' || definition === null) return true
  const { fire_pipeline, expire_pipeline } = definition as Record<string, unknown>
  return fire_pipeline !== undefined || expire_pipeline !== undefined
}
