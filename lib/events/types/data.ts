import type { Query } from '#lib/events/query/query.ts'
import { isOfType, type KnownTypes, type OfField, typeSql } from '#lib/events/query/sql.ts'
import { newParameters, ofReached, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'

/** For each condition on types in a query the types within reach that it is true of. */
export async function knownTypes(
  query: Query,
  where: Pick<Question, 'reach' | 'projectId'>,
): Promise<KnownTypes> {
  const conditions = conditionsOnTypes(query)
  if (conditions.length === 0) return new Map()
  const { values, add } = newParameters()
  const reached = ofReached('project_id', where, add)
  const columns = conditions.map(
    (one, i) =>
      `array(select id from event_type where ${typeSql(one, add)} and ${reached}) as "${i}"`,
  )
  const [row = {}] = await read<Record<string, number[]>>(`select ${columns.join(', ')}`, values)
  return new Map(conditions.map((one, i) => [one, row[i] ?? []]))
}

function conditionsOnTypes(query: Query): OfField[] {
  if (isOfType(query)) return [query]
  if (query.kind === 'not') return conditionsOnTypes(query.of)
  return query.kind === 'and' || query.kind === 'or' ? query.of.flatMap(conditionsOnTypes) : []
}
