'use client'

import { Button, Switch, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { ActionResult } from '#app/_server/action.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { type Check, CheckResult, type Works } from '#app/_ui/plugin-form/check-result.tsx'
import { PluginFields } from '#app/_ui/plugin-form/plugin-fields.tsx'
import css from '#app/_ui/plugin-form/plugin-form.module.css'
import {
  type FormValues,
  fromForm,
  type Settings,
  toForm,
  withoutEmpty,
} from '#app/_ui/plugin-form/values.ts'
import { reached } from '#app/_ui/reached.ts'
import type { Field } from '#lib/form.ts'
import type { StateName } from '#lib/plugin.ts'

/** An instance of a plugin as its form gives it; `groups` only for a source, `states` only for an alert. */
export interface Given {
  key: string
  description: string
  enabled: boolean
  groups?: string[]
  states?: StateName[]
  config: Settings
}

interface Values extends Given {
  config: FormValues
}
export type InstanceForm = UseFormReturnType<Values>

interface Props {
  type: string
  fields: Field[]
  /** what the form begins with */
  initial: Given
  isNew: boolean
  /** shown, but declared elsewhere */
  readOnly?: boolean
  /** whether it may be tried out; left out: yes */
  isTriable?: boolean
  keyHint: string
  enabledHint: string
  labels: { save: string; check: string }
  /** where it leads when it was saved, and by Cancel */
  after: { saved: (key: string) => string; cancelled: string }
  save(given: Given): Promise<ActionResult<unknown>>
  /** tries the settings as they stand in the form; answers what to tell */
  check(given: Given): Promise<ActionResult<Works>>
  /** inputs between the settings and the switch */
  children?: (form: InstanceForm) => ReactNode
}

/** Adds or changes an instance of a plugin; the inputs of its settings come from its schema. */
export function PluginForm({ type, fields, initial, isNew, readOnly = false, ...props }: Props) {
  const router = useRouter()
  const [check, setCheck] = useState<Check>({ status: 'none' })
  const [isSaving, setSaving] = useState(false)
  const form = useForm<Values>({
    initialValues: { ...initial, config: toForm(fields, initial.config) },
    onValuesChange: () => setCheck({ status: 'none' }),
  })

  const given = (): Given => {
    const values = form.getValues()
    const config = fromForm(fields, values.config)
    return { ...values, config: isNew ? withoutEmpty(config) : config }
  }

  async function tryOut() {
    form.clearErrors()
    setCheck({ status: 'running' })
    const answer = await reached(props.check(given()))
    if (answer.ok) return setCheck({ status: 'fine', ...answer.data })
    form.setErrors(answer.error.fields ?? {})
    setCheck({ status: 'failed', message: answer.error.message })
  }

  async function save() {
    setSaving(true)
    form.clearErrors()
    const answer = await reached(props.save(given()))
    if (answer.ok) return router.push(props.after.saved(form.getValues().key))
    setSaving(false)
    form.setErrors(answer.error.fields ?? {})
    notifications.show({ color: 'red', title: 'Not saved', message: answer.error.message })
  }

  return (
    <form
      className={css.form}
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      {isNew && (
        <TextInput
          label="Key"
          description={props.keyHint}
          placeholder={type}
          withAsterisk
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('key')}
        />
      )}
      <TextInput
        label="Description"
        autoComplete="off"
        disabled={readOnly}
        {...form.getInputProps('description')}
      />
      <PluginFields fields={fields} form={form} disabled={readOnly} />
      {props.children?.(form)}
      <Switch
        label="On"
        description={props.enabledHint}
        disabled={readOnly}
        {...form.getInputProps('enabled', { type: 'checkbox' })}
      />
      <CheckResult check={check} />
      <div className={css.actions}>
        {!readOnly && (
          <Button type="submit" variant="filled" loading={isSaving}>
            {props.labels.save}
          </Button>
        )}
        {props.isTriable !== false && (
          <Button onClick={() => void tryOut()} loading={check.status === 'running'}>
            {props.labels.check}
          </Button>
        )}
        {!readOnly && (
          <ButtonLink href={props.after.cancelled} variant="subtle" color="gray">
            Cancel
          </ButtonLink>
        )}
      </div>
    </form>
  )
}
