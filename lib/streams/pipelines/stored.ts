import type { Actor } from '#lib/access/person.ts'
import { UserError } from '#lib/failures.ts'
import type { Step } from '#lib/streams/pipelines/schema.ts'
import { isUniqueViolation, type Queryable } from '#lib/transaction.ts'

export interface PipelineContent {
  name: string
  description: string
  handlers: Step[]
  /** as it was written, in YAML */
  source: string
}

export interface StoredPipeline extends PipelineContent {
  id: number
  projectId: number
  version: number
}

const COLUMNS = 'id, project_id as "projectId", name, description, handlers, source, version'

/** A pipeline that nobody else writes, and no trigger begins to use, until the transaction ends. */
export async function lockPipeline(client: Queryable, id: number): Promise<StoredPipeline | null> {
  const { rows } = await client.query<StoredPipeline>(
    `select ${COLUMNS} from pipeline where id = $1 for update`,
    [id],
  )
  return rows[0] ?? null
}

/**
 * Those of these names that a project has. They stay there, under these names, until the transaction ends:
 * whoever saves a trigger asks so.
 */
export async function holdPipelines(
  client: Queryable,
  projectId: number,
  names: readonly string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    'select name from pipeline where project_id = $1 and name = any($2::text[]) order by id for share',
    [projectId, names],
  )
  return new Set(rows.map(({ name }) => name))
}

/** A new one or, with `kept`, one that was deleted. Throws a UserError (`conflict`) when another has its name. */
export async function insertPipeline(
  client: Queryable,
  projectId: number,
  { name, description, handlers, source }: PipelineContent,
  actor: Actor,
  kept?: Pick<StoredPipeline, 'id' | 'version'>,
): Promise<StoredPipeline> {
  const { rows } = await client.query<StoredPipeline>(
    `insert into pipeline (project_id, name, description, handlers, source, version, id)
     values ($1, $2, $3, $4::jsonb, $5, $6,
       coalesce($7, nextval(pg_get_serial_sequence('pipeline', 'id'))::integer))
     on conflict (project_id, name) do nothing returning ${COLUMNS}`,
    [
      ...[projectId, name, description, JSON.stringify(handlers), source],
      ...[kept?.version ?? 1, kept?.id ?? null],
    ],
  )
  const [made] = rows
  if (!made) throw taken(name)
  if (!kept) await keepVersion(client, made, actor)
  return made
}

/** Writes a locked one as its next version. Throws a UserError (`conflict`) when another has its name. */
export async function writePipeline(
  client: Queryable,
  before: StoredPipeline,
  { name, description, handlers, source }: PipelineContent,
  actor: Actor,
): Promise<StoredPipeline> {
  if (name !== before.name) await refuseTaken(client, before.projectId, name)
  const writing = client.query<StoredPipeline>(
    `update pipeline set name = $2, description = $3, handlers = $4::jsonb, source = $5,
       version = version + 1, updated_at = now() where id = $1 returning ${COLUMNS}`,
    [before.id, name, description, JSON.stringify(handlers), source],
  )
  // Somebody else may have come to the name in this moment.
  const { rows } = await writing.catch((error: unknown) => {
    throw isUniqueViolation(error) ? taken(name) : error
  })
  const after = rows[0] ?? before
  await keepVersion(client, after, actor)
  return after
}

export const removePipeline = (client: Queryable, id: number) =>
  client.query('delete from pipeline where id = $1', [id])

/** What one was, by its text; null when that is not kept. */
export async function versionOf(
  client: Queryable,
  id: number,
  version: number,
): Promise<Omit<PipelineContent, 'handlers'> | null> {
  const { rows } = await client.query<Omit<PipelineContent, 'handlers'>>(
    'select name, description, source from pipeline_version where pipeline_id = $1 and version = $2',
    [id, version],
  )
  return rows[0] ?? null
}

const keepVersion = (client: Queryable, made: StoredPipeline, { name: author }: Actor) =>
  client.query(
    `insert into pipeline_version (pipeline_id, version, project_id, name, description, source, author)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [made.id, made.version, made.projectId, made.name, made.description, made.source, author],
  )

/** Waits for nobody: two pipelines that take each other's name are both refused. */
async function refuseTaken(client: Queryable, projectId: number, name: string): Promise<void> {
  const { rows } = await client.query<object>(
    'select from pipeline where project_id = $1 and name = $2',
    [projectId, name],
  )
  if (rows.length > 0) throw taken(name)
}

const taken = (name: string) =>
  new UserError(`There is a pipeline called “${name}” already.`, {
    code: 'conflict',
    fields: { name: 'is taken already' },
  })
