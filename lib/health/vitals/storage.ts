import type { Queryable } from '#lib/transaction.ts'

export interface Storage {
  /** of the whole database */
  bytes: number
  /** bytes a day, as over the last day; null while there is less than an hour to tell by */
  growth: number | null
  connections: number
  connectionLimit: number
  /** days of events, each a partition */
  partitions: number
  /** transactions until the server stops taking writes to prevent a wraparound */
  transactionsLeft: number
}

/** What the server says of the database. */
export async function readStorage(client: Queryable): Promise<Storage> {
  const { rows } = await client.query<Storage>(STORAGE)
  const [storage] = rows
  if (!storage) throw new Error('a select without a table has one row')
  return storage
}

const STORAGE = `
  select pg_database_size(current_database())::float8 as bytes,
    (select case when now() - at > interval '1 hour' then
        (pg_database_size(current_database()) - (numbers->>'databaseBytes')::float8)
          / (extract(epoch from now() - at) / 86400) end
      from vital where at > now() - interval '1 day' and numbers ? 'databaseBytes'
      order by at limit 1)::float8 as growth,
    (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      as "connectionLimit",
    (select count(*)::int from pg_inherits where inhparent = 'event'::regclass) as partitions,
    (select 2147483648 - age(datfrozenxid) from pg_database where datname = current_database())::float8
      as "transactionsLeft"`

export interface TableSize {
  name: string
  bytes: number
}

/** The largest tables with their indexes, partitions together. */
export async function readTables(client: Queryable, most: number): Promise<TableSize[]> {
  const { rows } = await client.query<TableSize>(TABLES, [most])
  return rows
}

const TABLES = `
  select coalesce(pg_partition_root(c.oid)::oid, c.oid)::regclass::text as name,
    sum(pg_total_relation_size(c.oid))::float8 as bytes
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname in (current_schema(), 'graphile_worker')
  group by 1 order by 2 desc, 1 limit $1`
