import { JSONPathEnvironment, type JSONPathQuery } from 'json-p3'
import { UserError } from '#lib/failures.ts'
import { type Step, stepsOf } from '#lib/streams/distiller/path-steps.ts'
import { written } from '#lib/streams/distiller/place.ts'

/** Deeper than any notification that is taken (`fit.ts`). */
const RECURSION_LIMIT = 100
/** What a trait takes is the first of them; a plugin looks at all. */
const MATCHES_LIMIT = 1_000

const environment = new JSONPathEnvironment({ maxRecursionDepth: RECURSION_LIMIT })

/** A value in a notification, and where it stands, as `payload.things[1].k`. */
export interface Match {
  path: string
  value: unknown
}

/** Finds what is at a path, in the order of the notification, without nulls. */
export type Path = (notification: object) => Iterable<Match>

/**
 * Reads a path in the dialect of event definitions: JSONPath whose `$` may be left out, with keys bare, quoted or in brackets, and `|`
 * between several. It is put as RFC 9535 says and left to a library for that.
 * Throws a UserError that says at which character it is wrong.
 */
export function pathOf(text: string): Path {
  const queries = stepsOf(text).map(queryOf)
  return function* (notification) {
    let left = MATCHES_LIMIT
    // Whoever calls it has notifications as JSON.parse gives them.
    for (const query of queries)
      for (const { value, location } of query.lazyQuery(notification as Record<string, never>)) {
        if (value === null) continue
        if (left-- === 0) return
        yield { path: written(location), value }
      }
  }
}

/** How often it looks at all that a list or an object has, which is what a path costs. */
export const widthOf = (text: string): number =>
  stepsOf(text)
    .flat()
    .filter(({ keys, isDeep }) => isDeep || !keys.every(isKey)).length

/** The path of one place as matches tell it, however it is written; as it is when it is no path of one place. */
export function placeOf(text: string): string {
  try {
    const [steps = [], ...others] = stepsOf(text)
    const location = steps.flatMap(({ keys, isDeep }) => (isDeep ? [] : keys))
    const isOne = steps.every(({ keys, isDeep }) => !isDeep && keys.length === 1)
    return isOne && others.length === 0 && location.every(isKey) ? written(location) : text
  } catch (error) {
    if (error instanceof UserError) return text
    throw error
  }
}

const isKey = (key: Step['keys'][number]): key is string | number => typeof key !== 'object'

/** RFC 9535, section 2.3 and 2.5. */
function queryOf(steps: readonly Step[]): JSONPathQuery {
  const segments = steps.map(({ keys, isDeep }) => {
    const selectors = keys.map(key =>
      typeof key === 'object' ? key.selector : JSON.stringify(key),
    )
    return `${isDeep ? '..' : ''}[${selectors.join(',')}]`
  })
  return environment.compile(`$${segments.join('')}`)
}
