import { stepsOf } from '#lib/events/query/key.ts'
import type { AddParameter } from '#lib/events/query/sql.ts'
import { UserError } from '#lib/failures.ts'

const NUMBERS: Record<string, string> = { duration: 'e.seconds', pid: 'e.pid::float8' }
const TEXTS: Record<string, string> = {
  type: '(select name from event_type where id = e.type_id)',
  host: '(select name from event_host where id = e.host_id)',
  id: 'e.id',
  uid: 'e.uid',
}

/** SQL of the number that stands at a dotted path of `event e`; null where there is none. `duration` is in seconds. */
export function numberAt(path: string, add: AddParameter): string {
  const own = Object.hasOwn(NUMBERS, path) ? NUMBERS[path] : undefined
  if (own) return own
  const steps = `${add(stepsOf(path))}::text[]`
  return `(case jsonb_typeof(e.traits #> ${steps}) when 'number' then (e.traits #>> ${steps})::float8 end)`
}

/** SQL of the text that stands there, of numbers and truth values too; null where there is none. */
export function textAt(path: string, add: AddParameter): string {
  const own = Object.hasOwn(TEXTS, path) ? TEXTS[path] : undefined
  return own ?? `(e.traits #>> ${add(stepsOf(path))}::text[])`
}

/** `body.type` is the trait that is called like a column. */
export function traitSteps(key: string): string[] {
  const steps = stepsOf(key)
  if (!steps) throw new UserError(`${key} is no name of a trait.`)
  return steps[0] === 'body' && steps.length > 1 ? steps.slice(1) : steps
}
