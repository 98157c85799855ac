import { z } from 'zod'

/** The version of the file's form. */
export const FORMAT = 1

const table = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  /** whose part it is, and which */
  partition: z.object({ of: z.string(), bound: z.string() }).nullable(),
})
export type Table = z.output<typeof table>

const sequence = z.object({ table: z.string(), column: z.string(), last: z.string() })
export type Sequence = z.output<typeof sequence>

/** What stands first in a backup. */
export const manifest = z.object({
  format: z.literal(FORMAT),
  at: z.iso.datetime(),
  /** the schema that the data has */
  migrations: z.array(z.string()),
  /** in an order in which none refers to a later one */
  tables: z.array(table),
})
export type Manifest = z.output<typeof manifest>

/** What stands last: without it a backup is not whole. */
export const ending = z.object({
  rows: z.record(z.string(), z.number()),
  sequences: z.array(sequence),
})
export type Ending = z.output<typeof ending>

export const MANIFEST = 'manifest.json'
export const ENDING = 'end.json'

/** The n-th piece of a table's rows, in PostgreSQL's text form of COPY. */
export const pieceName = (table: string, n: number) =>
  `tables/${table}/${String(n).padStart(6, '0')}.copy`

/** Of which table a piece is; undefined when it is none. */
export const tableOfPiece = (name: string): string | undefined =>
  /^tables\/([^/]+)\/\d+\.copy$/.exec(name)?.[1]
