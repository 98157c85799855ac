import { z } from 'zod'
import { UserError } from '#lib/failures.ts'
import type { Asked } from '#lib/metrics/data.ts'
import { spanOf } from '#lib/metrics/dates.ts'
import { PERIODS, type Period } from '#lib/metrics/terms.ts'

/** Dashboards of GottWall show these words. */
export const refused = {
  period: () => new UserError('You need specify name and period'),
  range: () => new UserError('Invalid date range'),
  filter: () => new UserError('You need specify filter_name'),
  body: () => new UserError('Bad request'),
}

/** The period of that name, a month without one. */
export function periodOf(text: string | null | undefined): Period {
  const period = PERIODS.find(name => name === (text ?? 'month'))
  if (!period) throw refused.period()
  return period
}

const text = z.string().min(1).max(250)

/** What is asked of a metric. Throws a UserError in GottWall's words; days are those of the zone. */
export function askedOf(query: URLSearchParams, zone: string): Asked {
  const period = periodOf(query.get('period'))
  const name = text.safeParse(query.get('name'))
  if (!name.success) throw refused.period()
  const [from, to] = [query.get('from_date'), query.get('to_date')]
  const span = from === null || to === null ? null : spanOf(from, to, zone, 0)
  if (!span) throw refused.range()
  return { name: name.data, period, ...span }
}
