import { groupsOf, type Reach, reachedSql } from '#lib/access/reach.ts'
import type { Query } from '#lib/events/query/query.ts'
import { type AddParameter, sqlOf } from '#lib/events/query/sql.ts'

/** Which events. */
export interface Question {
  reach: Reach
  /** the number of a project within reach; default all of them */
  projectId?: number | undefined
  query: Query
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
export function conditionOf({ reach, projectId, query, from, to }: Question, add: AddParameter) {
  const conditions = [`e.at >= ${add(from)}`, `e.at < ${add(to)}`, sqlOf(query, add)]
  if (projectId !== undefined) conditions.push(`e.project_id = ${add(projectId)}`)
  else if (!reach.all)
    conditions.push(`e.project_id = any(array(
      select id from project where ${reachedSql('groups', add(groupsOf(reach)))}))`)
  return conditions.join(' and ')
}
