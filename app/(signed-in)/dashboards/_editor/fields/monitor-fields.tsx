'use client'

import { MultiSelect, Select } from '@mantine/core'
import { useFound } from '#app/_ui/use-found.ts'
import type { FieldsOf } from '#app/(signed-in)/dashboards/_editor/fields/panel-fields.tsx'
import type { PanelOf } from '#lib/charts/panel.ts'

interface Named {
  name: string
}

/** Which monitor's values are shown. */
export function MonitorFields({ panel, change, problems }: FieldsOf<PanelOf<'monitor'>>) {
  const { found, search } = useFound<Named>('/api/monitors')
  return (
    <Select
      data-autofocus={panel.monitor === '' || undefined}
      label="Monitor"
      placeholder="Choose one"
      withAsterisk
      data={names(found, [panel.monitor])}
      value={panel.monitor || null}
      onChange={monitor => change({ ...panel, monitor: monitor ?? '' })}
      onSearchChange={search}
      searchable
      nothingFoundMessage="No monitor of that name"
      error={problems.monitor && 'Choose a monitor'}
    />
  )
}

/** Whose states are shown: all, those with a tag, or these. */
export function MonitorsFields({ panel, change, offers }: FieldsOf<PanelOf<'monitors'>>) {
  const { found, search } = useFound<Named>('/api/monitors')
  const { tag } = panel
  const gone = tag && !offers.tags.includes(tag) ? [tag] : []
  return (
    <>
      <Select
        label="With the tag"
        placeholder="Any"
        data={[...offers.tags, ...gone]}
        value={tag ?? null}
        onChange={chosen => change({ ...panel, tag: chosen ?? undefined })}
        clearable
        searchable
        nothingFoundMessage="No such tag"
      />
      <MultiSelect
        label="Monitors"
        description="Chosen by name; none: all."
        placeholder={panel.names.length === 0 ? 'All' : undefined}
        data={names(found, panel.names)}
        value={panel.names}
        onChange={chosen => change({ ...panel, names: chosen })}
        onSearchChange={search}
        searchable
        clearable
        hidePickedOptions
        maxValues={100}
        nothingFoundMessage="No other monitor of that name"
      />
    </>
  )
}

/** What was found, and what is chosen whether it was found or not. */
const names = (found: readonly Named[], chosen: readonly string[]): string[] => [
  ...new Set([...chosen.filter(name => name !== ''), ...found.map(({ name }) => name)]),
]
