import type { z } from 'zod'
import type { statsQuery } from '#app/api/_shapes/metrics.ts'
import type { Reach } from '#lib/access/reach.ts'
import { UserError } from '#lib/failures.ts'
import { beforeOf } from '#lib/metrics/before.ts'
import type { Asked } from '#lib/metrics/data.ts'
import { spanOf } from '#lib/metrics/dates.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

type Query = Pick<
  z.output<typeof statsQuery>,
  'project' | 'name' | 'period' | 'kind' | 'view' | 'from_date' | 'to_date'
>

/** The project and what is asked of one of its metrics. Throws a UserError for a range that is none. */
export async function askedOf(reach: Reach, query: Query) {
  const project = await getProjectNamed(reach, query.project)
  const { name, period, kind, view, from_date, to_date } = query
  const zone = project.settings.metrics.timezone
  const span = spanOf(from_date, to_date, zone, Date.now() / 1000)
  if (!span)
    throw new UserError('Invalid date range', {
      fields: { from_date: 'must be a date, YYYY-MM-DD, not after to_date' },
    })
  const asked: Asked = { name, period, kind, view, ...span }
  return { project, asked, zone }
}

/** The same of the length of time before, and which of its buckets stands beside one; null for `all`. */
export function askedBefore(asked: Asked, zone: string) {
  const before = beforeOf(asked, asked.period, zone)
  if (!before) return null
  const { shift, besides } = before
  return { asked: { ...asked, from: shift(asked.from), to: shift(asked.to) }, besides }
}
