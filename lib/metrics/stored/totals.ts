import type { Pool } from 'pg'
import { addCell, type Cell, newCell } from '#lib/metrics/cell.ts'
import type { Stored } from '#lib/metrics/intake/rows.ts'
import { readCells, type Wanted } from '#lib/metrics/stored/cells.ts'
import type { Part } from '#lib/metrics/views.ts'

/** All buckets of each series as one, by their ids; none of those that have none. Throws as `readCells` does. */
export async function readTotals(pool: Pool, wanted: Wanted): Promise<Map<number, Cell>> {
  const { ids, kind, stored, from, until, parts } = wanted
  if (parts.includes('bins')) return totalsOf(wanted, await readCells(pool, wanted))
  const { rows } = await pool.query<Partial<Cell> & { id: number }>(select(stored, parts), [
    ...[ids, from, until],
  ])
  return new Map(rows.map(({ id, ...read }) => [id, { ...newCell(kind), ...read }]))
}

function totalsOf({ kind }: Wanted, read: Awaited<ReturnType<typeof readCells>>) {
  return new Map(
    [...read].map(([id, cells]) => {
      const total = newCell(kind)
      for (const [, cell] of cells) addCell(total, cell)
      return [id, total]
    }),
  )
}

const COLUMNS: Record<Exclude<Part, 'bins'>, string> = {
  ...{ sum: 'sum(sum) as sum', count: 'sum(count) as count' },
  ...{ min: 'min(min) as min', max: 'max(max) as max' },
  last: '(array_agg(last order by last_at desc))[1] as last, max(last_at) as "lastAt"',
}

const select = (stored: Stored, parts: readonly Part[]) => `
  select ${['series_id as id', ...parts.map(part => COLUMNS[part as keyof typeof COLUMNS])].join(', ')}
  from metric_${stored} where series_id = any ($1::int[]) and bucket >= $2 and bucket < $3 group by series_id`
