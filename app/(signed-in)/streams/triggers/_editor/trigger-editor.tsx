'use client'

import { useHotkeys } from '@mantine/hooks'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { SaveButton } from '#app/_ui/editor/save-button.tsx'
import { WaySwitch } from '#app/_ui/editor/way-switch.tsx'
import { YamlEditor } from '#app/_ui/editor/yaml-editor.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { useUnsaved } from '#app/_ui/use-unsaved.tsx'
import { AboutFields } from '#app/(signed-in)/streams/triggers/_editor/about-fields.tsx'
import { DefinitionForm } from '#app/(signed-in)/streams/triggers/_editor/definition-form.tsx'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'
import {
  type Draft,
  type Given,
  useDraft,
} from '#app/(signed-in)/streams/triggers/_editor/use-draft.ts'
import { type Edited, useSave } from '#app/(signed-in)/streams/triggers/_editor/use-save.tsx'
import { ReplayPanel } from '#app/(signed-in)/streams/triggers/_replay/replay-panel.tsx'
import { leanOf } from '#lib/streams/triggers/lean.ts'

interface Props {
  /** the trigger that is edited; null for a new one */
  trigger: Edited | null
  given: Given
  /** names of pipelines, by the project that has them */
  pipelines: Readonly<Record<string, string[]>>
}

/** Writes a trigger, as a form or as YAML, and saves it. */
export function TriggerEditor({ trigger, given, pipelines }: Props) {
  const draft = useDraft(given)
  const { save, isSaving, problems, refuse, conflict } = useSave(trigger, draft)
  useUnsaved(draft.isChanged && !isSaving)
  useHotkeys([['mod+S', save]], [])

  return (
    <>
      <PageHeader
        above={[{ href: '/streams/triggers', label: 'Triggers' }]}
        title={trigger?.name ?? 'New trigger'}
        actions={
          <>
            <ButtonLink href={trigger ? `/streams/triggers/${trigger.id}` : '/streams/triggers'}>
              Cancel
            </ButtonLink>
            <SaveButton save={save} isSaving={isSaving} />
          </>
        }
      />
      {conflict}
      <div className={css.layout}>
        <div className={css.main}>
          <WaySwitch
            isText={draft.isText}
            toText={draft.toText}
            toForm={draft.toForm}
            refuse={refuse}
          />
          {draft.isText ? (
            <YamlEditor
              label="Trigger in YAML"
              defaultValue={draft.yaml}
              problems={problems.marks}
              onChange={draft.setYaml}
              onSave={save}
            />
          ) : (
            <DefinitionForm
              definition={draft.definition}
              pipelines={pipelines[draft.about.project] ?? []}
              problems={problems.fields}
              readOnly={false}
              change={draft.change}
            />
          )}
          <Panel flush title="Dry run">
            <ReplayPanel asked={{ draft: askedOf(draft) }} refuse={refuse} />
          </Panel>
        </div>
        <AboutFields
          draft={draft}
          problems={problems.fields}
          projects={Object.keys(pipelines)}
          isNew={trigger === null}
        />
      </div>
    </>
  )
}

/** What a dry run is to run: the draft as it stands. */
const askedOf = ({ written: { yaml, definition }, about: { project } }: Draft) =>
  definition ? { ...leanOf(definition), project } : { yaml, project }
