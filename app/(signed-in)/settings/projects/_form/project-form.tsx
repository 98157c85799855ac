'use client'

import { Button, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { GroupsField } from '#app/_ui/groups-field.tsx'
import css from '#app/_ui/plugin-form/plugin-form.module.css'
import { reached } from '#app/_ui/reached.ts'
import { ClaimFields } from '#app/(signed-in)/settings/projects/_form/claim-fields.tsx'
import { ErrorFields } from '#app/(signed-in)/settings/projects/_form/error-fields.tsx'
import { EventFields } from '#app/(signed-in)/settings/projects/_form/event-fields.tsx'
import { GottwallFields } from '#app/(signed-in)/settings/projects/_form/gottwall-fields.tsx'
import { LimitFields } from '#app/(signed-in)/settings/projects/_form/limit-fields.tsx'
import { MetricFields } from '#app/(signed-in)/settings/projects/_form/metric-fields.tsx'
import { addProject, changeProject } from '#app/(signed-in)/settings/projects/actions.ts'
import { isFixed, type ProjectView, projectInput } from '#lib/projects/schema.ts'

const FIELDS = Object.keys(projectInput.shape) as (keyof typeof projectInput.shape)[]
const NEW = { ...projectInput.parse({ name: 'x' }), name: '' }

interface Props {
  /** null for a new one */
  saved: ProjectView | null
  /** that it can be limited to */
  groups: string[]
  /** the names of all time zones */
  zones: string[]
}

/** Adds or changes a project. */
export function ProjectForm({ saved, groups, zones }: Props) {
  const router = useRouter()
  const [isSaving, setSaving] = useState(false)
  const form = useForm({ initialValues: saved ? inputOf(saved) : NEW })
  const back = saved ? `/settings/projects/${saved.id}` : '/settings/projects'

  async function save() {
    setSaving(true)
    form.clearErrors()
    const patch = form.getValues()
    const answer = await reached(saved ? changeProject({ id: saved.id, patch }) : addProject(patch))
    if (answer.ok) return router.push(`/settings/projects/${answer.data.id}`)
    setSaving(false)
    form.setErrors(byInput(answer.error.fields ?? {}))
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
      <TextInput
        label="Name"
        description="Senders and addresses may use it instead of the number."
        placeholder="shop"
        withAsterisk
        autoComplete="off"
        spellCheck={false}
        disabled={saved !== null && isFixed(saved.id)}
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Description"
        autosize
        minRows={1}
        maxRows={6}
        {...form.getInputProps('description')}
      />
      <GroupsField
        offered={groups}
        description="Only they, and monitors with one of these groups, can see its errors, events and metrics."
        value={form.values.groups}
        onChange={chosen => form.setFieldValue('groups', chosen)}
        errors={form.errors}
      />
      <LimitFields form={form} />
      <ErrorFields form={form} />
      <EventFields form={form} />
      <MetricFields form={form} zones={zones} />
      <GottwallFields form={form} />
      <ClaimFields form={form} />
      <div className={css.actions}>
        <Button type="submit" variant="filled" loading={isSaving}>
          {saved ? 'Save' : 'Add project'}
        </Button>
        <ButtonLink href={back} variant="subtle" color="gray">
          Cancel
        </ButtonLink>
      </div>
    </form>
  )
}

const inputOf = (project: ProjectView): typeof NEW =>
  Object.fromEntries(FIELDS.map(field => [field, project[field]])) as typeof NEW

/** What is wrong with one entry of a list stands at the list. */
function byInput(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, text]) => [path.replace(/\.\d+$/, ''), text]),
  )
}
