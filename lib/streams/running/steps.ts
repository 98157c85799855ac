import type { Pool } from 'pg'
import { reasonOf, UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import { handlerPlugin } from '#lib/streams/pipelines/flaws.ts'
import type { Step as StoredStep } from '#lib/streams/pipelines/schema.ts'
import type { Step } from '#lib/streams/running/pipeline.ts'

/** A pipeline of a project; null: there is nothing to be done. */
interface Named {
  projectId: number
  pipeline: string | null
}

/** The steps of a pipeline, or why it cannot be run: trying again does not help then. */
export type Steps = Step[] | string

/** The pipelines of these names as they stand now, by `nameOf`. */
export async function loadSteps(pool: Pool, wanted: readonly Named[]): Promise<Map<string, Steps>> {
  const distinct = new Map(
    wanted.filter(({ pipeline }) => pipeline !== null).map(one => [nameOf(one), one]),
  )
  if (distinct.size === 0) return new Map()
  const names = [...distinct.values()]
  const { rows } = await pool.query<Named & { handlers: StoredStep[] }>(LOAD, [
    names.map(({ projectId }) => projectId),
    names.map(({ pipeline }) => pipeline),
  ])
  const found = new Map(rows.map(row => [nameOf(row), stepsOf(row.handlers)]))
  return new Map(
    names.map(one => [
      nameOf(one),
      found.get(nameOf(one)) ?? `There is no pipeline “${one.pipeline}”.`,
    ]),
  )
}

const LOAD = `
  select p.project_id as "projectId", p.name as pipeline, p.handlers
  from unnest($1::int[], $2::text[]) as given(project_id, name)
  join pipeline p on p.project_id = given.project_id and p.name = given.name`

export const nameOf = ({ projectId, pipeline }: Named) => `${projectId} ${pipeline}`

/** Checked once more: a newer Belfry may want other settings than the one that stored them. */
export function stepsOf(stored: readonly StoredStep[]): Steps {
  try {
    return stored.map(({ name, params }, at) => {
      const title = `${at + 1}: ${name}`
      const plugin = handlerPlugin(name)
      if (!plugin) throw new UserError(`${title}: there is no such handler.`)
      return { plugin, params: parse(plugin.params, params, title) }
    })
  } catch (error) {
    return reasonOf(error)
  }
}
