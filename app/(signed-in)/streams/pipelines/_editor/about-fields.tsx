'use client'

import { Select, Textarea, TextInput } from '@mantine/core'
import type { Problems } from '#app/_ui/editor/use-saving.tsx'
import css from '#app/(signed-in)/streams/pipelines/_editor/editor.module.css'
import type { Draft } from '#app/(signed-in)/streams/pipelines/_editor/use-draft.ts'

interface Props {
  draft: Draft
  problems: Problems
  readOnly: boolean
  isNew: boolean
  project: string
  projects: string[]
  setProject(name: string): void
}

/** What a pipeline is called, what it is for, and whose it is. */
export function AboutFields({ draft, problems, readOnly, isNew, ...whose }: Props) {
  const isText = draft.text !== null
  return (
    <div className={css.fields}>
      <TextInput
        label="Name"
        description={isText ? 'The text says it.' : 'Triggers call it so.'}
        withAsterisk
        autoComplete="off"
        spellCheck={false}
        disabled={readOnly || isText}
        value={draft.name}
        error={problems.fields.name}
        onChange={event => draft.setName(event.currentTarget.value)}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        disabled={readOnly}
        value={draft.description}
        error={problems.fields.description}
        onChange={event => draft.setDescription(event.currentTarget.value)}
      />
      <Select
        label="Project"
        description="Its triggers may use it; it stays there."
        data={whose.projects}
        value={whose.project}
        allowDeselect={false}
        searchable
        disabled={readOnly || !isNew}
        error={problems.fields.project}
        onChange={name => whose.setProject(name ?? whose.project)}
      />
    </div>
  )
}
