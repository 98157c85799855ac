import { Skeleton } from '@mantine/core'
import { Choice } from '#app/_ui/choice.tsx'
import { Late } from '#app/_ui/late.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import { Figure } from '#app/(signed-in)/explore/_chart/figure.tsx'
import { Problem } from '#app/(signed-in)/explore/_chart/problem.tsx'
import type { Reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { chartOf, type ProjectsView } from '#app/(signed-in)/explore/view.ts'
import type { Drawn } from '#lib/charts/drawn.ts'
import { INTERPOLATIONS, type Interpolation, STYLES, type Style } from '#lib/charts/panel.ts'

const FIGURE_PX = 344

interface Props {
  view: ProjectsView
  read: Reading<Drawn>
  hrefOf: (changes: Query) => string
}

/** The lines over time, and how they are drawn. */
export function ChartPanel({ view, read, hrefOf }: Props) {
  const panel = chartOf(view)
  const hasCurve = view.style !== 'bar' && view.style !== 'scatter'
  const styles = STYLES.map(style => ({
    href: hrefOf({ style: style === 'line' ? undefined : style }),
    content: STYLE_WORDS[style],
    current: view.style === style,
  }))

  return (
    <Panel
      title={
        <>
          {panel.title}
          {read.drawn?.kind === 'metrics' && <span className="dim">per {read.drawn.period}</span>}
        </>
      }
      actions={
        <>
          {hasCurve && (
            <Choice
              name="curve"
              label="Curve"
              options={INTERPOLATIONS.map(value => ({ value, label: CURVE_WORDS[value] }))}
              value={view.interpolation}
              width={104}
            />
          )}
          <Segments label="Chart" segments={styles} />
        </>
      }
    >
      {read.drawn ? (
        <Figure panel={panel} drawn={read.drawn} height={FIGURE_PX} />
      ) : (
        <Problem height={FIGURE_PX}>{read.problem}</Problem>
      )}
    </Panel>
  )
}

const STYLE_WORDS: Record<Style, string> = {
  ...{ line: 'Line', area: 'Area', stack: 'Stack', bar: 'Bar', scatter: 'Scatter' },
}

const CURVE_WORDS: Record<Interpolation, string> = {
  ...{ linear: 'Straight', 'step-after': 'Steps', cardinal: 'Curved', basis: 'Smooth' },
}

/** Takes the same room. */
export const ChartLoading = () => (
  <Panel title=" ">
    <Late>
      <Skeleton height={FIGURE_PX} />
    </Late>
  </Panel>
)
