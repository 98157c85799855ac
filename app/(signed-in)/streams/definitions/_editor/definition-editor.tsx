'use client'

import { NumberInput, Select } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { SaveButton } from '#app/_ui/editor/save-button.tsx'
import { YamlEditor } from '#app/_ui/editor/yaml-editor.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { useUnsaved } from '#app/_ui/use-unsaved.tsx'
import css from '#app/(signed-in)/streams/definitions/_editor/editor.module.css'
import { useSave } from '#app/(signed-in)/streams/definitions/_editor/use-save.tsx'
import { TryPanel } from '#app/(signed-in)/streams/definitions/_try/try-panel.tsx'

export interface Edited {
  id: number
  title: string
  version: number
  position: number
}

interface Props {
  /** the definition that is edited; null for a new one */
  definition: Edited | null
  yaml: string
  /** those that a new one can be put into; of a saved one its own */
  projects: string[]
  /** beside the title */
  beside?: ReactNode
  /** at the left of the usual actions */
  actions?: ReactNode
}

const ABOVE = [{ href: '/streams/definitions', label: 'Event definitions' }]

/** Writes a definition, tries it on notifications and saves it. */
export function DefinitionEditor({ definition, yaml, projects, beside, actions }: Props) {
  const readOnly = !useMay()('streams:write')
  const [text, setText] = useState(yaml)
  const [project, setProject] = useState(projects[0] ?? 'default')
  const [position, setPosition] = useState(definition?.position)
  const draft = { yaml: text, project, position }
  const { save, isSaving, problems, conflict } = useSave(definition, draft)
  useUnsaved((text !== yaml || position !== definition?.position) && !isSaving)
  useHotkeys([['mod+S', save]], [])

  return (
    <>
      <PageHeader
        above={ABOVE}
        title={definition?.title ?? 'New definition'}
        beside={beside}
        actions={
          !readOnly && (
            <>
              {actions}
              <ButtonLink href="/streams/definitions">Cancel</ButtonLink>
              <SaveButton save={save} isSaving={isSaving} />
            </>
          )
        }
      />
      {conflict}
      <div className={css.layout}>
        <div className={css.main}>
          <YamlEditor
            label="Definition in YAML"
            defaultValue={yaml}
            problems={problems.marks}
            onChange={setText}
            onSave={save}
          />
          {problems.marks.length > 0 && (
            <ul className={css.problems} role="alert">
              {problems.marks.map(({ line, message }) => (
                <li key={`${line} ${message}`}>
                  Line {line}: {message}
                </li>
              ))}
            </ul>
          )}
        </div>
        <div className={css.side}>
          <Select
            label="Project"
            description="It takes the notifications of this one; it stays there."
            data={projects}
            value={project}
            allowDeselect={false}
            searchable
            disabled={readOnly || definition !== null}
            error={problems.fields.project}
            onChange={name => setProject(name ?? project)}
          />
          <NumberInput
            label="Place"
            description={`The last definition that takes a type is the one that holds.${definition ? '' : ' Left empty: behind all others.'}`}
            min={1}
            allowDecimal={false}
            disabled={readOnly}
            value={position ?? ''}
            error={problems.fields.position}
            onChange={place => setPosition(typeof place === 'number' ? place : undefined)}
          />
        </div>
      </div>
      <TryPanel project={project} draft={{ yaml: text, id: definition?.id }} />
    </>
  )
}
