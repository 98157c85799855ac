import { seriesColor } from '#app/_ui/chart/colors.ts'
import type { Layer, Stack } from '#app/_ui/chart/stacking.ts'
import { templateInWords } from '#app/(signed-in)/errors/_signature/template-text.tsx'
import type { Time } from '#app/(signed-in)/errors/_time/time.ts'
import { SLICES } from '#lib/errors/slices.ts'
import type { Line, Point, Timeseries } from '#lib/errors/timeseries/data.ts'

/** As many as there are colours; the last one is for all the others. */
export const LAYERS = 5
const NAME_SHOWN = 120

/** The most frequent signatures upon each other, the most frequent lowest, and the others together on top. */
export function stackOf({ lines, total }: Timeseries, time: Time): Stack {
  const layers = lines.map(
    ({ id, template, name, points }, i): Layer => ({
      key: String(id),
      name: (name || templateInWords(template)).slice(0, NAME_SHOWN),
      color: seriesColor(i),
      counts: countsOf(points),
      href: `/errors/${id}`,
    }),
  )
  const others = othersOf(lines, total.points)
  const sliceMs = SLICES[time.slice] * 1000
  return {
    from: time.from.getTime(),
    to: Math.max(time.to.getTime(), (total.points.at(-1)?.[0] ?? 0) + sliceMs),
    sliceMs,
    times: total.points.map(([at]) => at),
    layers: others.some(count => count > 0)
      ? [...layers, { key: 'others', name: 'others', color: seriesColor(LAYERS), counts: others }]
      : layers,
  }
}

const othersOf = (lines: Line[], total: Point[]): number[] =>
  total.map(([, count], i) =>
    lines.reduce((rest, { points }) => rest - (points[i]?.[1] ?? 0), count),
  )

const countsOf = (points: Point[]) => points.map(([, count]) => count)
