'use client'

import { useMemo } from 'react'
import { Plot } from '#app/_ui/plot/plot.tsx'
import css from '#app/(signed-in)/settings/system/system.module.css'
import type { DrawnLines } from '#lib/charts/drawn.ts'
import type { VitalHistory } from '#lib/health/history/data.ts'
import type { VitalName } from '#lib/health/history/names.ts'

const HEIGHT_PX = 132
const MIB = 2 ** 20
const GIB = 2 ** 30

interface Figure {
  title: string
  unit?: string
  lines: readonly (readonly [name: VitalName, label: string])[]
  /** what a number is divided by */
  per?: number
}

/** Of each the highest in five minutes, where what is told is of a minute. */
const FIGURES: readonly Figure[] = [
  {
    title: 'How late runs begin',
    unit: 's',
    lines: [
      ['lateP50', 'half of them'],
      ['lateP99', '1 in 100'],
    ],
  },
  {
    title: 'Due, and not taken yet',
    lines: [
      ['jobsDue', 'jobs'],
      ['streamsDue', 'streams'],
      ['overdue', 'monitors overdue'],
    ],
  },
  {
    title: 'Waiting to be sent',
    lines: [
      ['deliveriesWaiting', 'deliveries'],
      ['postsWaiting', 'posts of streams'],
    ],
  },
  {
    title: 'Came in',
    unit: '/s',
    per: 60,
    lines: [
      ['taken', 'taken'],
      ['dropped', 'dropped'],
    ],
  },
  {
    title: 'Runs a minute',
    lines: [
      ['runs', 'planned and done'],
      ['killed', 'killed'],
    ],
  },
]

function databaseIn({ values }: VitalHistory): Figure {
  const isLarge = values.databaseBytes.some(bytes => (bytes ?? 0) > 10 * GIB)
  const per = isLarge ? GIB : MIB
  return {
    title: 'Database',
    unit: isLarge ? 'GiB' : 'MiB',
    per,
    lines: [['databaseBytes', 'size']],
  }
}

/** How it was over the last day. A gap: nothing ran that could have noted it. */
export const Charts = ({ history }: { history: VitalHistory }) => (
  <div className={css.charts}>
    {[...FIGURES, databaseIn(history)].map(figure => (
      <section key={figure.title} aria-label={figure.title}>
        <h3>{figure.title}</h3>
        <Drawn {...{ figure, history }} />
      </section>
    ))}
  </div>
)

function Drawn({ figure, history }: { figure: Figure; history: VitalHistory }) {
  const drawn = useMemo(() => drawnOf(figure, history), [figure, history])
  return <Plot drawn={drawn} unit={figure.unit ?? ''} height={HEIGHT_PX} />
}

function drawnOf(
  { lines, per = 1 }: Figure,
  { from, to, times, values }: VitalHistory,
): DrawnLines {
  return {
    ...{ kind: 'metrics', period: null, bands: [], leftOut: 0 },
    ...{ from, to, times },
    lines: lines.map(([name, label]) => ({
      ...{ name: label, isBefore: false },
      values: values[name].map(value => (value === null ? null : value / per)),
    })),
  }
}
