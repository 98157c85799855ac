import { z } from 'zod'
import { RemoteError, UserError } from '#lib/failures.ts'
import { defineSource, type Plain, type SourceContext } from '#lib/plugin.ts'
import { type Database, MAX_CELLS, type Table, tooManyCells } from '#sources/sql/database.ts'
import { openMysql } from '#sources/sql/mysql.ts'
import { onDemand } from '#sources/sql/on-demand.ts'
import { openPostgres } from '#sources/sql/postgres.ts'
import { mysqlPowers, postgresPowers, sqlServerPowers, warningOf } from '#sources/sql/powers.ts'
import { openSqlite } from '#sources/sql/sqlite.ts'
import { refuseUnlessQuery } from '#sources/sql/statement.ts'

/** Its client takes more memory than all others together, and few have such a server. */
const openSqlServer = (url: string) =>
  onDemand(async () => (await import('#sources/sql/sqlserver.ts')).openSqlServer(url))

interface Engine {
  open(url: string): Database
  /** what a role may do beyond reading; none where there are no roles */
  powers?: string
}

const postgres: Engine = { open: openPostgres, powers: postgresPowers }
const mysql: Engine = { open: openMysql, powers: mysqlPowers }
const sqlite: Engine = { open: openSqlite }
const sqlServer: Engine = { open: openSqlServer, powers: sqlServerPowers }

const engines: Record<string, Engine> = {
  ...{ postgres, postgresql: postgres },
  ...{ mysql, mariadb: mysql },
  ...{ sqlite, file: sqlite },
  ...{ mssql: sqlServer, sqlserver: sqlServer },
}

const config = z.object({
  url: z
    .string()
    .trim()
    .refine(url => engineOf(url), 'must begin with postgres://, mysql://, sqlite: or mssql://')
    .meta({
      title: 'Connection string',
      description:
        'Kept secret as a whole. Use a database role that may only read: postgres://reader:password@host/database',
      placeholder: 'postgres://reader:password@db.example.com/shop',
      secret: true,
    }),
  maxRows: z.int().min(1).max(100_000).default(10_000).meta({
    title: 'Row limit',
    description: 'A query that gives more rows is an error.',
  }),
  timeoutMs: z.int().min(100).max(300_000).default(10_000).meta({
    title: 'Time limit (ms)',
    description: 'How long one query may take.',
  }),
})
type Config = z.output<typeof config>

const sql = z.string().min(1, 'is empty').max(100_000).meta({ title: 'sql', multiline: true })
const params = z.array(z.json()).max(10_000).optional().meta({ title: 'params' })
const query = [sql, params] as const

export const sqlSource = defineSource({
  id: 'sql',
  label: 'SQL database',
  description:
    'Queries PostgreSQL, MySQL, MariaDB, SQLite or SQL Server, without changing anything.',
  config,

  methods: method => ({
    execute: method({
      description: 'The rows as objects; a second column of the same name is called name_2.',
      args: query,
      returns: z.array(z.record(z.string(), z.any())),
      call: async (...call) => objectsOf(await run(...call)),
    }),
    rows: method({
      description: 'The rows as lists of cells, in the order of the columns.',
      args: query,
      returns: z.array(z.array(z.any())),
      call: async (...call) => (await run(...call)).rows,
    }),
    value: method({
      description: 'The first cell of the first row, or null when there is no row.',
      args: query,
      returns: z.any(),
      call: async (...call) => (await run(...call)).rows[0]?.[0] ?? null,
    }),
  }),

  check: (settings, context) => run(settings, ['select 1', undefined], context),

  async warn(settings, context) {
    const powers = engineOf(settings.url)?.powers
    if (!powers) return null
    const { rows } = await run(settings, [powers, undefined], context)
    return warningOf(rows[0]?.[0])
  },

  async close(settings) {
    const database = opened.get(settings)
    opened.delete(settings)
    await database?.close()
  },
})

/** The connections of each source, by its settings, which are one object as long as they are the same. */
const opened = new WeakMap<Config, Database>()

function databaseOf(settings: Config): Database {
  const database = opened.get(settings) ?? engineOf(settings.url)?.open(settings.url)
  if (!database) throw new UserError('the connection string names no known database')
  opened.set(settings, database)
  return database
}

function engineOf(url: string) {
  const scheme = /^[a-z0-9]+(?=:)/i.exec(url)?.[0].toLowerCase() ?? ''
  return Object.hasOwn(engines, scheme) ? engines[scheme] : undefined
}

async function run(
  settings: Config,
  [text, parameters = []]: [string, Plain[] | undefined],
  context: SourceContext,
): Promise<Table> {
  refuseUnlessQuery(text)
  const timeoutMs = Math.min(settings.timeoutMs, context.timeoutMs)
  const time = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([context.signal, time])
  const { maxRows } = settings
  const table = await databaseOf(settings)
    .query(text, parameters, { maxRows, timeoutMs, signal })
    .catch(error => {
      if (!time.aborted) throw error
      throw new RemoteError(`the query took longer than ${timeoutMs} ms`, { status: 'timeout' })
    })
  if (table.rows.length > maxRows)
    throw new UserError(
      `the query gives more than ${maxRows} rows; let the database sum up, or use LIMIT`,
    )
  if (table.rows.length * table.columns.length > MAX_CELLS) throw tooManyCells()
  return table
}

function objectsOf({ columns, rows }: Table): Record<string, Plain>[] {
  const names = distinct(columns)
  return rows.map(row => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])))
}

/** Column names with no two alike, so that no cell is lost. */
function distinct(columns: string[]): string[] {
  const names = new Set<string>()
  const counts = new Map<string, number>()
  for (const column of columns) {
    let name = column
    // Counted on from where the last one ended: thousands of columns may have one name.
    for (let count = counts.get(column) ?? 2; names.has(name); count++) {
      name = `${column}_${count}`
      counts.set(column, count + 1)
    }
    names.add(name)
  }
  return [...names]
}
