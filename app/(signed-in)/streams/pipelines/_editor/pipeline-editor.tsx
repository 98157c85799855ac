'use client'

import { useHotkeys } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { SaveButton } from '#app/_ui/editor/save-button.tsx'
import { WaySwitch } from '#app/_ui/editor/way-switch.tsx'
import { YamlEditor } from '#app/_ui/editor/yaml-editor.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { useUnsaved } from '#app/_ui/use-unsaved.tsx'
import { AboutFields } from '#app/(signed-in)/streams/pipelines/_editor/about-fields.tsx'
import css from '#app/(signed-in)/streams/pipelines/_editor/editor.module.css'
import type { Kind } from '#app/(signed-in)/streams/pipelines/_editor/kinds.ts'
import { StepList } from '#app/(signed-in)/streams/pipelines/_editor/step-list.tsx'
import {
  type StreamChoice,
  TryPanel,
} from '#app/(signed-in)/streams/pipelines/_editor/try-panel.tsx'
import { type Given, useDraft } from '#app/(signed-in)/streams/pipelines/_editor/use-draft.ts'
import { useSave } from '#app/(signed-in)/streams/pipelines/_editor/use-save.tsx'

export interface Edited {
  id: number
  name: string
  version: number
}

interface Props {
  /** the pipeline that is edited; null for a new one */
  pipeline: Edited | null
  given: Given
  /** those that a new one can be put into; of a saved one its own */
  projects: string[]
  kinds: Kind[]
  streams: StreamChoice[]
  /** the declarations of what a script step has in its scope */
  declarations: string
  /** beside the title */
  beside?: ReactNode
  /** at the left of the usual actions */
  actions?: ReactNode
  /** below the fields at the right */
  children?: ReactNode
}

const ABOVE = [{ href: '/streams/pipelines', label: 'Pipelines' }]

/** Puts a pipeline together, tries it on a stream and saves it. */
export function PipelineEditor({ pipeline, given, projects, kinds, streams, ...props }: Props) {
  const readOnly = !useMay()('streams:write')
  const draft = useDraft(kinds, given)
  const { project, setProject, save, isSaving, problems, refuse, conflict } = useSave(
    pipeline,
    draft,
    projects[0] ?? 'default',
  )
  useUnsaved(draft.isChanged && !isSaving)
  useHotkeys([['mod+S', save]], [])

  return (
    <>
      <PageHeader
        above={ABOVE}
        title={pipeline?.name ?? 'New pipeline'}
        beside={props.beside}
        actions={
          <>
            {props.actions}
            {!readOnly && (
              <>
                <ButtonLink href="/streams/pipelines">Cancel</ButtonLink>
                <SaveButton save={save} isSaving={isSaving} />
              </>
            )}
          </>
        }
      />
      {conflict}
      <div className={css.layout}>
        <div className={css.main}>
          <WaySwitch
            isText={draft.text !== null}
            toText={draft.toText}
            toForm={draft.toForm}
            refuse={refuse}
          />
          {draft.text === null ? (
            <StepList
              {...{ kinds, problems, readOnly }}
              declarations={props.declarations}
              steps={draft.steps}
              change={draft.setSteps}
              onSave={save}
            />
          ) : (
            <YamlEditor
              label="Pipeline in YAML"
              defaultValue={draft.text}
              problems={problems.marks}
              onChange={draft.setText}
              onSave={save}
            />
          )}
          {!readOnly && <TryPanel streams={streams} written={draft.written} />}
        </div>
        <div className={css.side}>
          <AboutFields
            {...{ draft, problems, readOnly, project, setProject }}
            projects={projects}
            isNew={pipeline === null}
          />
          {props.children}
        </div>
      </div>
    </>
  )
}
