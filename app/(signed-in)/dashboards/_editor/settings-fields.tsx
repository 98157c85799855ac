'use client'

import { Select, Textarea, TextInput } from '@mantine/core'
import { GroupsField } from '#app/_ui/groups-field.tsx'
import { RANGES } from '#app/_ui/range/range.ts'
import css from '#app/(signed-in)/dashboards/_editor/dashboard-editor.module.css'
import type { DashboardDefinition } from '#lib/dashboards/schema.ts'

interface Props {
  draft: DashboardDefinition
  change(patch: Partial<DashboardDefinition>): void
  problems: Record<string, string>
  /** that it can be limited to */
  groups: string[]
}

/** What is told of a dashboard besides its panels. */
export function SettingsFields({ draft, change, problems, groups }: Props) {
  return (
    <div className={css.fields}>
      <TextInput
        label="Name"
        withAsterisk
        maxLength={100}
        autoComplete="off"
        value={draft.name}
        onChange={event => change({ name: event.currentTarget.value })}
        error={problems.name}
      />
      <Select
        label="Time shown at first"
        data={RANGES.map(({ key, words }) => ({ value: key, label: words }))}
        value={draft.range}
        onChange={range => range && change({ range })}
        allowDeselect={false}
      />
      <GroupsField
        offered={groups}
        value={draft.groups}
        onChange={groups => change({ groups })}
        errors={problems}
      />
      <Textarea
        label="Description"
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2000}
        value={draft.description}
        onChange={event => change({ description: event.currentTarget.value })}
        error={problems.description}
      />
    </div>
  )
}
