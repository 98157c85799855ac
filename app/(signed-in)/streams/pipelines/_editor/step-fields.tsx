'use client'

import { useRef } from 'react'
import { problemsIn } from '#app/_ui/editor/problem.ts'
import { ScriptEditor, type ScriptEditorHandle } from '#app/_ui/editor/script-editor.tsx'
import { SettingInput } from '#app/_ui/plugin-form/setting-input.tsx'
import type { FormValues } from '#app/_ui/plugin-form/values.ts'
import type { Kind } from '#app/(signed-in)/streams/pipelines/_editor/kinds.ts'
import css from '#app/(signed-in)/streams/pipelines/_editor/step.module.css'
import type { EditedStep } from '#app/(signed-in)/streams/pipelines/_editor/steps.ts'
import type { Field } from '#lib/form.ts'

interface Props {
  step: EditedStep
  kind: Kind | undefined
  readOnly: boolean
  declarations: string
  problems: Record<string, string>
  change(values: FormValues): void
  onSave(): void
}

/** The settings of a handler: inputs from its schema, and an editor for a script. */
export function StepFields({ step, kind, readOnly, problems, change, ...rest }: Props) {
  const { values, params } = step
  if (!kind || !values)
    return (
      <div className={css.fields}>
        {Object.entries(problems).map(([path, text]) => (
          <p key={path} role="alert" className={css.wrong}>
            {path.replace('params.', '')} {text}
          </p>
        ))}
        <p className={css.none}>These settings are more than a form holds; change them as YAML.</p>
        <pre className={css.raw}>{JSON.stringify(params, null, 2)}</pre>
      </div>
    )
  if (kind.fields.length === 0) return <p className={css.none}>It has no settings.</p>
  const set = (key: string) => (value: FormValues[string]) => change({ ...values, [key]: value })
  return (
    <div className={css.fields}>
      {kind.fields.map(field => {
        const common = { field, value: values[field.key] ?? null, onChange: set(field.key) }
        const error = problemOf(problems, field.key)
        return isScript(kind, field) ? (
          <ScriptField key={field.key} {...common} error={error} {...rest} />
        ) : (
          <SettingInput key={field.key} {...common} error={error} disabled={readOnly} />
        )
      })}
    </div>
  )
}

const isScript = ({ id }: Kind, { key }: Field) => id === 'script' && key === 'script'

interface ScriptProps {
  field: Field
  value: FormValues[string]
  error: string | undefined
  declarations: string
  onChange(script: string): void
  onSave(): void
}

function ScriptField({ field, value, error, declarations, onChange, onSave }: ScriptProps) {
  const editor = useRef<ScriptEditorHandle>(null)
  return (
    <div>
      <div className={css.label}>{field.title}</div>
      <p className={css.hint}>{field.description}</p>
      <ScriptEditor
        ref={editor}
        defaultValue={typeof value === 'string' ? value : ''}
        declarations={declarations}
        problems={problemsIn(error === undefined ? {} : { error })}
        onChange={onChange}
        onTest={() => {}}
        onSave={onSave}
        findPaths={async () => []}
      />
      {error && (
        <p role="alert" className={css.wrong}>
          {error}
        </p>
      )}
    </div>
  )
}

/** Of an entry of a list or a map with the entry's name. */
function problemOf(problems: Record<string, string>, key: string): string | undefined {
  const path = `params.${key}`
  const found = Object.entries(problems).find(([at]) => at === path || at.startsWith(`${path}.`))
  if (!found) return undefined
  const [at, text] = found
  return at === path ? text : `${at.slice(path.length + 1)}: ${text}`
}
