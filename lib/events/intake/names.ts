import type { PoolClient } from 'pg'

/** Types, and hosts, of one project: a sender that makes up new ones must not fill the tables. */
const MOST_NAMES = 10_000

/** The numbers of names by project, as they are inside of a transaction. */
export type Numbers = Map<number, Map<string, number>>

const NAME_TABLES = ['event_type', 'event_host'] as const
export type NameTable = (typeof NAME_TABLES)[number]

/**
 * The numbers of these names of one project; new ones are put in as long as there is room, others have none. The rows are
 * touched at most once a minute, and in one order, so that two processes don't wait for each other.
 */
export async function numbersOf(
  client: PoolClient,
  table: NameTable,
  projectId: number,
  names: readonly string[],
): Promise<Map<string, number>> {
  const known = await read(client, table, projectId, names)
  const missing = names.filter(name => !known.has(name))
  if (missing.length === 0) return known
  const { rows } = await client.query<Row>(INSERT[table], [projectId, missing, MOST_NAMES])
  for (const { name, id } of rows) known.set(name, id)
  return known
}

interface Row {
  id: number
  name: string
  isOld: boolean
}

async function read(
  client: PoolClient,
  table: NameTable,
  projectId: number,
  names: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<Row>({
    name: `events: read ${table}`,
    text: `select id, name, last_seen < now() - interval '1 minute' as "isOld" from ${table} where project_id = $1 and name = any($2)`,
    values: [projectId, names],
  })
  const old = rows.flatMap(({ id, isOld }) => (isOld ? [id] : []))
  const kept = old.length > 0 ? await touch(client, table, projectId, old) : new Set()
  return new Map(
    rows.flatMap(({ name, id, isOld }) => (isOld && !kept.has(id) ? [] : [[name, id]])),
  )
}

/** Answers those that are there: one that is old may be forgotten just now. */
async function touch(
  client: PoolClient,
  table: NameTable,
  projectId: number,
  ids: readonly number[],
): Promise<Set<number>> {
  const { rows } = await client.query<{ id: number }>(
    `update ${table} set last_seen = now() where project_id = $1 and id in
       (select id from ${table} where project_id = $1 and id = any($2::int[]) order by id for no key update)
     returning id`,
    [projectId, ids],
  )
  return new Set(rows.map(({ id }) => id))
}

const INSERT = {
  event_type: insertInto('event_type', 'first_seen, last_seen', 'now(), now()'),
  event_host: insertInto('event_host', 'last_seen', 'now()'),
}

/** An update that changes nothing gives the number of one that somebody else has put in meanwhile, too. */
function insertInto(table: NameTable, columns: string, values: string): string {
  return `
    insert into ${table} as t (project_id, name, ${columns})
    select $1::int, name, ${values} from unnest($2::text[]) as given(name)
    where exists (select from project where id = $1 for key share)
    order by name
    limit greatest(0, $3::int - (select count(*) from ${table} where project_id = $1))
    on conflict (project_id, name) do update set last_seen = now()
    returning id, name`
}
