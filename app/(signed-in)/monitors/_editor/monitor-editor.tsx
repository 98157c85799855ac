'use client'
import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useHotkeys } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import type { Problem } from '#app/_ui/editor/problem.ts'
import { SaveButton } from '#app/_ui/editor/save-button.tsx'
import { ScriptEditor, type ScriptEditorHandle } from '#app/_ui/editor/script-editor.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { useUnsaved } from '#app/_ui/use-unsaved.tsx'
import { findPaths } from '#app/(signed-in)/monitors/_editor/actions.ts'
import type { Choices } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import classes from '#app/(signed-in)/monitors/_editor/editor.module.css'
import { SettingsFields } from '#app/(signed-in)/monitors/_editor/settings-fields.tsx'
import { StartFrom } from '#app/(signed-in)/monitors/_editor/start-from.tsx'
import type { Template } from '#app/(signed-in)/monitors/_editor/templates.ts'
import { TestPanel } from '#app/(signed-in)/monitors/_editor/test-panel.tsx'
import { useSave } from '#app/(signed-in)/monitors/_editor/use-save.tsx'
import { useTrial } from '#app/(signed-in)/monitors/_editor/use-trial.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'

export interface Edited {
  id: number
  name: string
  version: number
}

interface Props {
  /** the monitor that is edited; null for a new one */
  monitor: Edited | null
  draft: MonitorInput
  choices: Choices
  declarations: string
  templates: Template[]
  /** what stands beside the title */
  note: string
}

/** Writes, tests and saves a monitor. */
export function MonitorEditor({ monitor, draft, choices, declarations, templates, note }: Props) {
  const form = useForm<MonitorInput>({ mode: 'controlled', initialValues: draft })
  const script = useRef<ScriptEditorHandle>(null)
  const [problems, setProblems] = useState<Problem[]>([])
  const goTo = (line: number) => script.current?.goTo(line)

  const { trial, isRunning, run } = useTrial(monitor?.id ?? null, result => {
    const { state, line, message, reason } = result
    if (state !== 'ERROR' || line === null) return
    setProblems([{ line, message }])
    if (reason === 'syntax') goTo(line)
  })
  const { save, isSaving, conflict } = useSave(monitor, form, problem => {
    setProblems([problem])
    goTo(problem.line)
  })
  useUnsaved(form.isDirty() && !isSaving)

  const test = () => void run(form.getValues())
  useHotkeys(
    [
      ['mod+Enter', test],
      ['mod+S', save],
    ],
    [],
  )

  const start = ({ title, ...begun }: Template) => {
    form.setValues(begun)
    script.current?.replace(begun.script)
  }
  const changeScript = (text: string) => {
    form.setFieldValue('script', text)
    setProblems([])
  }

  return (
    <>
      <PageHeader
        above={[{ href: '/monitors', label: 'Monitors' }]}
        title={monitor?.name ?? 'New monitor'}
        beside={note}
        actions={
          <>
            <ButtonLink href={monitor ? `/monitors/${monitor.id}` : '/monitors'}>Cancel</ButtonLink>
            <Button onClick={test} disabled={isRunning} rightSection={<KeyHint>Ctrl ↵</KeyHint>}>
              Test run
            </Button>
            <SaveButton save={save} isSaving={isSaving} />
          </>
        }
      />
      {conflict}
      <div className={classes.layout}>
        <div className={classes.main}>
          {templates.length > 0 && <StartFrom templates={templates} start={start} />}
          <ScriptEditor
            ref={script}
            defaultValue={draft.script}
            declarations={declarations}
            problems={problems}
            onChange={changeScript}
            onTest={test}
            onSave={save}
            findPaths={pathsOf}
          />
          {form.errors.script && <p className={classes.error}>Script: {form.errors.script}</p>}
          <TestPanel trial={trial} unit={form.values.unit} goTo={goTo} />
        </div>
        <SettingsFields form={form} choices={choices} />
      </div>
    </>
  )
}

/** A source without a tree, or away, has nothing to offer. */
async function pathsOf(source: string, query: string) {
  const answer = await findPaths({ source, query })
  return answer.ok ? answer.data : []
}
