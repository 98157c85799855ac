import type { z } from 'zod'
import type { datasetQuery } from '#app/api/_shapes/metrics.ts'
import type { Reach } from '#lib/access/reach.ts'
import { UserError } from '#lib/failures.ts'
import type { Asked } from '#lib/metrics/data.ts'
import { spanOf } from '#lib/metrics/dates.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

type Query = Omit<z.output<typeof datasetQuery>, 'filter_name'>

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
  return { project, asked }
}
