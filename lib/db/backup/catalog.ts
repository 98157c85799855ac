import type { ClientBase } from 'pg'
import type { Sequence, Table } from '#lib/db/backup/manifest.ts'

/** What only says which processes run and what they are asked. The schema's own version is in the manifest. */
const LEFT_OUT = ['_prisma_migrations', 'beat', 'inquiry']

/** The tables that hold rows, in an order in which none refers to a later one. */
export async function readTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { refers: string[] }>(TABLES, [LEFT_OUT])
  const byName = new Map(rows.map(row => [row.name, row]))
  const ordered = new Set<string>()
  const visit = (name: string) => {
    const found = byName.get(name)
    if (!found || ordered.has(name)) return
    byName.delete(name)
    for (const other of found.refers) visit(other)
    ordered.add(name)
  }
  for (const { name } of rows) visit(name)
  const tables = new Map(rows.map(({ refers, ...table }) => [table.name, table]))
  return [...ordered].flatMap(name => tables.get(name) ?? [])
}

const TABLES = `
  select c.relname::text as name,
    (select array_agg(attname::text order by attnum) from pg_attribute
     where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
    case when i.inhparent is not null then jsonb_build_object(
      'of', (select relname from pg_class where oid = i.inhparent),
      'bound', pg_get_expr(c.relpartbound, c.oid)) end as partition,
    array(select distinct other.relname::text from pg_constraint f
      join pg_class other on other.oid = f.confrelid
      where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid) as refers
  from pg_class c
  left join pg_inherits i on i.inhrelid = c.oid and not i.inhdetachpending
  where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> all($1)
  order by c.relname`

/** How far the numbers of rows have been given out. */
export async function readSequences(client: ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    SEQUENCES,
  )
  const read = async ({ table, column, sequence }: (typeof rows)[number]) => {
    const found = await client.query<{ last: string }>(
      `select last_value::text as last from ${sequence} where is_called`,
    )
    return found.rows.map(({ last }) => ({ table, column, last }))
  }
  const sequences: Sequence[] = []
  for (const row of rows) sequences.push(...(await read(row)))
  return sequences
}

const SEQUENCES = `
  select c.relname::text as table, a.attname::text as column,
    pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind in ('r', 'p') and not c.relispartition
    and c.relnamespace = current_schema()::regnamespace
    and pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null
  order by 1, 2`
