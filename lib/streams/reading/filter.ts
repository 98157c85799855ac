import type { Reach } from '#lib/access/reach.ts'
import type { AddParameter } from '#lib/events/query/sql.ts'
import { ofReached } from '#lib/events/question.ts'
import { type AskedTrait, storedForms } from '#lib/streams/reading/traits.ts'
import type { StreamState } from '#lib/streams/states.ts'

/** Which streams. Times are what PostgreSQL reads: ISO 8601, exact to the microsecond. */
export interface StreamFilter {
  /** the number of a project within reach; default all of them */
  projectId?: number | undefined
  /** the name or the number of a trigger */
  trigger?: string | undefined
  /** default all */
  states?: readonly StreamState[] | undefined
  /** all of them hold */
  traits?: readonly AskedTrait[] | undefined
  /** any of these holds: a value whose name is not told */
  anyTrait?: readonly AskedTrait[] | undefined
  /** their first event was before */
  olderThan?: string | undefined
  /** their last event was after */
  youngerThan?: string | undefined
  /** had events at or after */
  from?: string | undefined
  /** had events before */
  to?: string | undefined
}

/** A condition on the rows of `trigger t`: whose streams are asked for. Those that were deleted are among them. */
export function ofTriggers(
  reach: Reach,
  { projectId, trigger }: Pick<StreamFilter, 'projectId' | 'trigger'>,
  add: AddParameter,
): string {
  const conditions = [ofReached('t.project_id', { reach, projectId }, add)]
  if (trigger !== undefined) conditions.push(`${add(trigger)} in (t.name, t.id::text)`)
  return conditions.join(' and ')
}

/** A condition on the rows of `stream s`, state and trigger aside. */
export function ofStreams(
  { traits = [], anyTrait, olderThan, youngerThan, from, to }: StreamFilter,
  add: AddParameter,
): string {
  const conditions = traits.map(trait => hasTrait(trait, add))
  if (anyTrait) conditions.push(anyOf(anyTrait.map(trait => hasTrait(trait, add))))
  if (olderThan) conditions.push(`s.first_event < ${add(olderThan)}::timestamptz`)
  if (youngerThan) conditions.push(`s.last_event > ${add(youngerThan)}::timestamptz`)
  if (from) conditions.push(`s.last_event >= ${add(from)}::timestamptz`)
  if (to) conditions.push(`s.first_event < ${add(to)}::timestamptz`)
  return conditions.join(' and ') || 'true'
}

/** Whether it asks for values: those have an index of their own. */
export const isByTraits = ({ traits = [], anyTrait }: StreamFilter): boolean =>
  traits.length > 0 || anyTrait !== undefined

export const isByTime = ({ olderThan, youngerThan, from, to }: StreamFilter): boolean =>
  Boolean(olderThan || youngerThan || from || to)

const hasTrait = ({ name, value }: AskedTrait, add: AddParameter) =>
  anyOf(
    storedForms(value).map(form => `s.traits @> ${add(JSON.stringify({ [name]: form }))}::jsonb`),
  )

const anyOf = (conditions: string[]) => `(${conditions.join(' or ') || 'false'})`
