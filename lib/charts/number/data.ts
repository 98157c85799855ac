import type { Reach } from '#lib/access/reach.ts'
import type { DrawnNumber } from '#lib/charts/drawn.ts'
import type { PanelOf } from '#lib/charts/panel.ts'
import { BUCKETS_OF_SPARK } from '#lib/charts/period.ts'
import { chooseSeries, ofNothing, readTotals, readValues } from '#lib/charts/series/data.ts'
import { frameOf, spanBefore } from '#lib/charts/series/frame.ts'
import type { Span } from '#lib/metrics/period-for.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

/** A metric as one number over the range, and as a small line. */
export async function readNumber(
  reach: Reach,
  { line, compare, ...panel }: PanelOf<'number'>,
  range: { from: Date; to: Date },
): Promise<DrawnNumber> {
  const project = await getProjectNamed(reach, panel.project)
  const frame = frameOf({ project, range, compare, buckets: BUCKETS_OF_SPARK })
  const { asked, times, before } = frame
  const drawn = {
    ...{ kind: 'number' as const, from: range.from.getTime(), to: range.to.getTime() },
    times: times.map(at => at * 1000),
  }
  const chosen = await chooseSeries(frame, line, 1)
  const [one] = chosen?.series ?? []
  if (!chosen || !one) return { ...drawn, value: null, before: null, values: times.map(() => null) }

  const values = await readValues(frame, chosen, times)
  const totalOf = async (span: Span) =>
    (await readTotals(frame, chosen, span)).get(one.id) ?? ofNothing(chosen, span)
  return {
    ...{ ...drawn, values: values.get(one.id) ?? [] },
    value: await totalOf(asked),
    before: before && (await totalOf(spanBefore(asked, before))),
  }
}
