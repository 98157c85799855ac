'use client'

import { SegmentedControl, Select, Switch, Textarea, TextInput } from '@mantine/core'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'
import type { Draft } from '#app/(signed-in)/streams/triggers/_editor/use-draft.ts'
import { DEBUG_LEVELS } from '#app/(signed-in)/streams/triggers/debug-levels.ts'

interface Props {
  draft: Draft
  problems: Readonly<Record<string, string>>
  projects: readonly string[]
  isNew: boolean
}

/** What a trigger is called, what it is for, whose it is, and whether it works. */
export function AboutFields({ draft, problems, projects, isNew }: Props) {
  const { definition, about, isText, change, changeAbout } = draft
  return (
    <div className={css.fields}>
      <TextInput
        label="Name"
        description={isText && 'The text says it.'}
        withAsterisk
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
        disabled={isText}
        value={definition.name}
        error={problems.name}
        onChange={event => change({ name: event.currentTarget.value })}
      />
      <Switch
        label="On"
        description="Opens streams; off, those that it has go on until they end"
        checked={about.enabled}
        onChange={event => changeAbout({ enabled: event.currentTarget.checked })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        value={about.description}
        error={problems.description}
        onChange={event => changeAbout({ description: event.currentTarget.value })}
      />
      <Select
        label="Project"
        description="Its events are met; it stays there."
        data={[...projects]}
        value={about.project}
        allowDeselect={false}
        searchable
        disabled={!isNew}
        error={problems.project}
        onChange={name => name && changeAbout({ project: name })}
      />
      <div>
        <p className={css.label}>Counted of events that do not fit</p>
        <SegmentedControl
          aria-label="Counted of events that do not fit"
          fullWidth
          size="xs"
          disabled={isText}
          data={[...DEBUG_LEVELS]}
          value={String(definition.debug_level)}
          onChange={level => change({ debug_level: Number(level) as 0 | 1 | 2 })}
        />
      </div>
    </div>
  )
}
