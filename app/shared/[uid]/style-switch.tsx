import { SegmentedControl } from '@mantine/core'
import type { Style } from '#lib/charts/panel.ts'

const STYLES: { value: Style; label: string }[] = [
  { value: 'line', label: 'Line' },
  { value: 'area', label: 'Area' },
  { value: 'stack', label: 'Stack' },
  { value: 'bar', label: 'Bar' },
  { value: 'scatter', label: 'Scatter' },
]

/** Draws the same numbers otherwise, for whoever looks at them now. */
export function StyleSwitch({
  style,
  onChange,
}: {
  style: Style
  onChange: (style: Style) => void
}) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="How it is drawn"
      data={STYLES}
      value={style}
      onChange={value => onChange(value as Style)}
    />
  )
}
