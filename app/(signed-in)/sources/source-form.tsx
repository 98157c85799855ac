'use client'
import { Button, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type Check, CheckResult } from '#app/_ui/plugin-form/check-result.tsx'
import { PluginFields } from '#app/_ui/plugin-form/plugin-fields.tsx'
import form_ from '#app/_ui/plugin-form/plugin-form.module.css'
import {
  type FormValues,
  fromForm,
  type Settings,
  toForm,
  withoutEmpty,
} from '#app/_ui/plugin-form/values.ts'
import type { Field } from '#lib/form.ts'
import { addSource, changeSource, checkSource } from './actions.ts'

interface Props {
  type: string
  fields: Field[]
  /** what is saved; null for a new one */
  saved: { key: string; description: string; enabled: boolean; config: Settings } | null
}

interface Values {
  key: string
  description: string
  enabled: boolean
  config: FormValues
}

/** Adds or changes a source. */
export function SourceForm({ type, fields, saved }: Props) {
  const router = useRouter()
  const [check, setCheck] = useState<Check>({ status: 'none' })
  const [isSaving, setSaving] = useState(false)
  const form = useForm<Values>({
    initialValues: {
      key: saved?.key ?? '',
      description: saved?.description ?? '',
      enabled: saved?.enabled ?? true,
      config: toForm(fields, saved?.config ?? {}),
    },
    onValuesChange: () => setCheck({ status: 'none' }),
  })
  const settings = () => {
    const config = fromForm(fields, form.getValues().config)
    return saved ? config : withoutEmpty(config)
  }

  async function test() {
    form.clearErrors()
    setCheck({ status: 'running' })
    const key = form.getValues().key || type
    const answer = await checkSource({
      key,
      type,
      config: settings(),
      saved: saved !== null,
    }).catch(() => null)
    if (!answer) return setCheck({ status: 'failed', message: 'The server cannot be reached.' })
    if (answer.ok)
      return setCheck({ status: 'fine', text: `It answers, in ${answer.data.durationMs} ms.` })
    form.setErrors(answer.error.fields ?? {})
    setCheck({ status: 'failed', message: answer.error.message })
  }

  async function save() {
    setSaving(true)
    form.clearErrors()
    const { key, description, enabled } = form.getValues()
    const answer = await (saved
      ? changeSource({ key, patch: { description, enabled, config: settings() } })
      : addSource({ key, type, description, enabled, config: settings() })
    ).catch(() => null)
    if (answer?.ok) return router.push(`/sources/${key}`)
    setSaving(false)
    form.setErrors(answer?.error.fields ?? {})
    notifications.show({
      color: 'red',
      title: 'Not saved',
      message: answer?.error.message ?? 'The server cannot be reached.',
    })
  }

  return (
    <form
      className={form_.form}
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      {!saved && (
        <TextInput
          label="Key"
          description="Scripts know it as sources.KEY; it can’t be changed later."
          placeholder={type}
          withAsterisk
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('key')}
        />
      )}
      <TextInput label="Description" autoComplete="off" {...form.getInputProps('description')} />
      <PluginFields fields={fields} form={form} />
      <Switch
        label="On"
        description="Off, calls to it fail and say so."
        {...form.getInputProps('enabled', { type: 'checkbox' })}
      />
      <CheckResult check={check} />
      <div className={form_.actions}>
        <Button type="submit" variant="filled" loading={isSaving}>
          {saved ? 'Save' : 'Add source'}
        </Button>
        <Button onClick={() => void test()} loading={check.status === 'running'}>
          Test connection
        </Button>
        <Button
          component={Link}
          href={saved ? `/sources/${saved.key}` : '/sources'}
          variant="subtle"
          color="gray"
        >
          Cancel
        </Button>
      </div>
    </form>
  )
}
