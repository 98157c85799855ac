import type { Pool } from 'pg'

/** Every row of every table as text, bytes in hex, table by table. Scripts stand there as their authors typed them. */
export async function dump(pool: Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  )
  const tables = new Map<string, string>()
  for (const { name } of rows) {
    const { rows: found } = await pool.query<{ row: string }>(
      `select t::text as row from ${name} t`,
    )
    tables.set(name, found.map(({ row }) => unescaped(row)).join('\n'))
  }
  return tables
}

/** Rows as text double their quotes and backslashes, once for each row within a row. */
const unescaped = (row: string) => row.replaceAll('""', '"').replaceAll('\\\\', '\\')
