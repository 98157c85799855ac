import type { Reach } from '#lib/access/reach.ts'
import type { DrawnLine, DrawnLines } from '#lib/charts/drawn.ts'
import { slicedRange } from '#lib/charts/errors/slice.ts'
import type { PanelOf } from '#lib/charts/panel.ts'
import { knownRoot } from '#lib/errors/source/data.ts'
import { type Line, type Point, timeseriesOf } from '#lib/errors/timeseries/data.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

const MOST_LINES = 5
const NAME_SHOWN = 120
const VARIABLE = '<*>'

/** How often errors came: the most frequent signatures, and the others together. */
export async function readErrors(
  reach: Reach,
  { project, q, signature }: PanelOf<'errors'>,
  asked: { from: Date; to: Date },
): Promise<DrawnLines> {
  const { slice, range } = slicedRange(asked)
  const chosen = project === undefined ? undefined : (await getProjectNamed(reach, project)).id
  const id = signature === undefined ? undefined : await knownRoot(reach, signature)
  const { lines, total } = await timeseriesOf({
    ...{ reach, slice, range, id, q: q || undefined, project: chosen, lines: MOST_LINES },
  })
  const others = total.points.map(([, count], i) => count - sumAt(lines, i))
  return {
    ...{ kind: 'errors', from: range.from.getTime(), to: range.to.getTime(), period: null },
    times: total.points.map(([at]) => at),
    lines: others.some(count => count > 0)
      ? [...lines.map(drawn), { name: 'others', values: others, isBefore: false }]
      : lines.map(drawn),
    ...{ leftOut: 0, bands: [] },
  }
}

const drawn = ({ id, name, template, points }: Line): DrawnLine => ({
  name: (name || template.replaceAll(VARIABLE, '*')).slice(0, NAME_SHOWN),
  values: points.map(([, count]) => count),
  isBefore: false,
  href: `/errors/${id}`,
})

const sumAt = (lines: readonly { points: Point[] }[], i: number) =>
  lines.reduce((sum, { points }) => sum + (points[i]?.[1] ?? 0), 0)
