'use client'

import { Button, Checkbox, Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { LineFields } from '#app/(signed-in)/dashboards/_editor/fields/line-fields.tsx'
import type { FieldsOf } from '#app/(signed-in)/dashboards/_editor/fields/panel-fields.tsx'
import {
  asKind,
  linesOf,
  type MetricPanel,
  withLines,
} from '#app/(signed-in)/dashboards/_editor/metric-panel.ts'
import { INTERPOLATIONS, MOST_LINES, type PanelOf, STYLES } from '#lib/charts/panel.ts'
import { PERIODS } from '#lib/metrics/terms.ts'

const KINDS = [
  { value: 'metrics', label: 'Chart' },
  { value: 'number', label: 'Number' },
  { value: 'table', label: 'Table' },
]

/** Which metrics are shown, and how. */
export function MetricFields({ panel, change, problems, offers }: FieldsOf<MetricPanel>) {
  const lines = linesOf(panel)
  // Whatever a line keeps of its own goes with it when one before it is removed.
  const [removed, setRemoved] = useState(0)
  const projects = [...new Set([...offers.projects, panel.project])]
  return (
    <>
      <SegmentedControl
        aria-label="Shown as"
        data={KINDS}
        value={panel.kind}
        onChange={kind => change(asKind(panel, kind as MetricPanel['kind']))}
      />
      <Group grow gap="sm">
        <Select
          label="Project"
          data={projects}
          value={panel.project}
          onChange={project => project && change({ ...panel, project })}
          allowDeselect={false}
          searchable
        />
        <TextInput
          label="Unit"
          placeholder="none"
          maxLength={20}
          value={panel.unit}
          onChange={event => change({ ...panel, unit: event.currentTarget.value })}
        />
      </Group>
      {lines.map((line, i) => (
        <LineFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else that stays the same
          key={`${removed} ${i}`}
          line={line}
          project={panel.project}
          kind={panel.kind}
          problems={problems}
          path={panel.kind === 'metrics' ? `lines.${i}` : 'line'}
          change={next => change(withLines(panel, lines.with(i, next)))}
          {...(lines.length > 1 && {
            remove: () => {
              setRemoved(removed + 1)
              change(withLines(panel, lines.toSpliced(i, 1)))
            },
          })}
        />
      ))}
      {panel.kind === 'metrics' && (
        <>
          <Button
            size="compact-sm"
            leftSection={<IconPlus size={14} stroke={1.8} />}
            disabled={lines.length >= MOST_LINES}
            onClick={() =>
              change(withLines(panel, [...lines, { metric: '', filters: {}, view: 'value' }]))
            }
          >
            Another metric
          </Button>
          <LookFields panel={panel} change={change} />
        </>
      )}
      <Checkbox
        label="Compare with the same length of time before"
        checked={panel.compare}
        onChange={event => change({ ...panel, compare: event.currentTarget.checked })}
      />
    </>
  )
}

const STYLE_WORDS = { line: 'Lines', area: 'Areas', stack: 'Stack', bar: 'Bars', scatter: 'Points' }
const INTERPOLATION_WORDS = {
  ...{ linear: 'Straight', 'step-after': 'Steps', cardinal: 'Curved', basis: 'Smooth' },
}

type LookProps = Pick<FieldsOf<PanelOf<'metrics'>>, 'panel' | 'change'>

function LookFields({ panel, change }: LookProps) {
  return (
    <Group grow gap="sm">
      <Select
        label="Drawn as"
        data={STYLES.map(value => ({ value, label: STYLE_WORDS[value] }))}
        value={panel.style}
        onChange={style => style && change({ ...panel, style })}
        allowDeselect={false}
      />
      <Select
        label="Between points"
        data={INTERPOLATIONS.map(value => ({ value, label: INTERPOLATION_WORDS[value] }))}
        value={panel.interpolation}
        onChange={interpolation => interpolation && change({ ...panel, interpolation })}
        allowDeselect={false}
      />
      <Select
        label="Each point is a"
        placeholder="as the time"
        data={[...PERIODS]}
        value={panel.period ?? null}
        onChange={chosen => change({ ...panel, period: chosen ?? undefined })}
        clearable
      />
    </Group>
  )
}
