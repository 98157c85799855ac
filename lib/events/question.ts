import { groupsOf, type Reach, reachedSql } from '#lib/access/reach.ts'
import type { Query } from '#lib/events/query/query.ts'
import { type AddParameter, type KnownTypes, sqlOf } from '#lib/events/query/sql.ts'

/** Which events. */
export interface Question {
  reach: Reach
  /** the number of a project within reach; default all of them */
  projectId?: number | undefined
  query: Query
  /** of the query's conditions on types, where they are known */
  types?: KnownTypes | undefined
  from: Date
  /** not included */
  to: Date
}

/** The parameters of a statement, in the order in which they are added. */
export function newParameters() {
  const values: unknown[] = []
  const add: AddParameter = value => `$${values.push(value)}`
  return { values, add }
}

/** A condition on the rows of `event e`. */
export function conditionOf(question: Question, add: AddParameter): string {
  const { query, types, from, to } = question
  const time = `e.at >= ${add(from)} and e.at < ${add(to)}`
  return `${time} and ${sqlOf(query, add, types)} and ${ofReached('e.project_id', question, add)}`
}

/** A condition on the number of a project: it is the one asked for, or any within reach. */
export function ofReached(
  column: string,
  { reach, projectId }: Pick<Question, 'reach' | 'projectId'>,
  add: AddParameter,
): string {
  if (projectId !== undefined) return `${column} = ${add(projectId)}`
  if (reach.all) return 'true'
  return `${column} = any(array(
    select id from project where ${reachedSql('groups', add(groupsOf(reach)))}))`
}
