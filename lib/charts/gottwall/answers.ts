import { askedOf, refused } from '#lib/charts/gottwall/asked.ts'
import type { Asked } from '#lib/metrics/data.ts'
import { type Point, rangeInfo } from '#lib/metrics/range.ts'

/** What was counted for one project. */
export interface Counted {
  /** as it was asked for: by name or by number */
  project: string
  /** in which its days are */
  zone: string
  points(asked: Asked, filters: Record<string, string>): Promise<Point[]>
  pointsByValue(asked: Asked, filter: string): Promise<ReadonlyMap<string, Point[]>>
}

/** The answer to `…/stats`: one metric, as a whole or where a filter has a value. */
export async function stats(query: URLSearchParams, counted: Counted) {
  const asked = askedOf(query, counted.zone)
  const [filter_name, filter_value] = [query.get('filter_name') || null, query.get('filter_value')]
  const range = await counted.points(
    asked,
    filter_name === null ? {} : { [filter_name]: filter_value ?? '' },
  )
  return { ...seriesOf(range), ...namesOf(asked, counted), filter_name, filter_value }
}

/** The answer to `…/stats_dataset`: one metric for every value of a filter. */
export async function statsDataset(query: URLSearchParams, counted: Counted) {
  const asked = askedOf(query, counted.zone)
  const filter_name = query.get('filter_name')
  if (!filter_name) throw refused.filter()
  const byValue = await counted.pointsByValue(asked, filter_name)
  const data = Object.fromEntries([...byValue].map(([value, range]) => [value, seriesOf(range)]))
  return { data, ...namesOf(asked, counted), filter_name }
}

export const seriesOf = (range: Point[]) => ({ range, ...rangeInfo(range) })

const namesOf = ({ period, name }: Asked, { project }: Counted) => ({ project, period, name })
