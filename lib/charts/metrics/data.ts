import type { Reach } from '#lib/access/reach.ts'
import type { DrawnLine, DrawnLines } from '#lib/charts/drawn.ts'
import { type MetricLine, MOST_LINES, type PanelOf } from '#lib/charts/panel.ts'
import { BUCKETS_OF_LINE } from '#lib/charts/period.ts'
import { chooseSeries, readRest, readValues } from '#lib/charts/series/data.ts'
import { drawnTimes, type Frame, frameOf, timesBefore } from '#lib/charts/series/frame.ts'
import { nameOf, nameOfValue } from '#lib/charts/series/names.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

const USUAL_MOST = 10

/** The lines of a chart of metrics. */
export async function readMetrics(
  reach: Reach,
  panel: PanelOf<'metrics'>,
  range: { from: Date; to: Date },
): Promise<DrawnLines> {
  const { period, compare } = panel
  const project = await getProjectNamed(reach, panel.project)
  const frame = frameOf({ project, range, period, compare, buckets: BUCKETS_OF_LINE })
  const times = drawnTimes(frame)
  const read = []
  // One after the other: a chart of twenty lines leaves connections to others.
  for (const line of panel.lines) read.push(await readLine(frame, line, panel.lines))
  return {
    ...{ kind: 'metrics', from: times[0] ?? 0, to: range.to.getTime(), period: frame.period },
    times,
    lines: read.flatMap(({ lines }) => lines),
    leftOut: read.reduce((sum, { leftOut }) => sum + leftOut, 0),
    bands: [],
  }
}

interface ReadLine {
  lines: DrawnLine[]
  leftOut: number
}

async function readLine(frame: Frame, line: MetricLine, all: MetricLine[]): Promise<ReadLine> {
  const chosen = await chooseSeries(frame, line, mostOf(line, all))
  if (!chosen?.series.length) return { lines: line.by ? [] : emptyLine(frame, line), leftOut: 0 }
  const read = async (times: readonly (number | null)[], isBefore: boolean) => {
    const values = await readValues(frame, chosen, times)
    const lines = chosen.series.map(({ id, value }): DrawnLine => {
      const name = line.by === undefined ? nameOf(line) : nameOfValue(line, value, all.length === 1)
      return { name, values: values.get(id) ?? [], isBefore }
    })
    const rest = chosen.rest.length > 0 ? await readRest(frame, chosen, times) : null
    return rest ? [...lines, { name: othersOf(chosen.rest), values: rest, isBefore }] : lines
  }
  const lines = await read(frame.times, false)
  const hasRest = lines.length > chosen.series.length
  return {
    lines: frame.before ? [...lines, ...(await read(timesBefore(frame), true))] : lines,
    leftOut: hasRest ? 0 : chosen.rest.length,
  }
}

const othersOf = ({ length }: readonly unknown[]) => (length === 1 ? '1 other' : `${length} others`)

/** What has never come keeps its place in the legend. */
const emptyLine = ({ times }: Frame, line: MetricLine): DrawnLine[] => [
  { name: nameOf(line), values: times.map(() => null), isBefore: false },
]

/** So many values of `by` that all lines together are not too many. */
function mostOf({ most = USUAL_MOST }: MetricLine, all: readonly MetricLine[]): number {
  const grouped = all.filter(({ by }) => by !== undefined).length
  const places = Math.floor((MOST_LINES - (all.length - grouped)) / Math.max(grouped, 1))
  return Math.min(most, Math.max(places, 1))
}
