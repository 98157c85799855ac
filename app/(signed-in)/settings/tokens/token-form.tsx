'use client'

import { Button, MultiSelect, Select, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { RoleInput } from '#app/(signed-in)/settings/_access/role-input.tsx'
import { useSave } from '#app/(signed-in)/settings/_access/use-save.ts'
import { addToken } from '#app/(signed-in)/settings/tokens/actions.ts'
import { EXPIRIES, type Expiry, expiresAt } from '#app/(signed-in)/settings/tokens/expiry.ts'
import { ScopeInput } from '#app/(signed-in)/settings/tokens/scope-input.tsx'
import { type Right, type Role, rightsOf } from '#lib/access/rights.ts'
import type { NewTokenView } from '#lib/access/tokens/schema.ts'

interface Props {
  /** there are, by name */
  groups: string[]
  made: (token: NewTokenView) => void
}

const NEW = {
  name: '',
  role: 'viewer' as Role,
  isNarrow: false,
  scope: [] as Right[],
  groups: [] as string[],
  expiry: '90' as Expiry,
  expiresAt: '',
}

/** What a new token is called, what it may do, and until when. */
export function TokenForm({ groups, made }: Props) {
  const form = useForm({ initialValues: NEW })
  const { isBusy, save } = useSave(form)
  const { role, isNarrow, scope, expiry } = form.values
  const rights = rightsOf({ role, scope: [] })
  const chosen = scope.filter(right => rights.includes(right))

  const submit = form.onSubmit(values => {
    if (isNarrow && chosen.length === 0)
      return form.setFieldError('scope', 'Tick at least one, or let it do all that its role may.')
    const { name, groups, expiresAt: date } = values
    const scope = isNarrow ? chosen : []
    const end = expiresAt(expiry, date)
    return save(() => addToken({ name, role, scope, groups, expiresAt: end }), made)
  })

  return (
    <form onSubmit={submit} className={css.form}>
      <TextInput
        label="Name"
        description="What it is for; it stands as the author of what is done with it."
        placeholder="deploy"
        withAsterisk
        data-autofocus
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <RoleInput {...form.getInputProps('role')} />
      <Switch
        label="Narrow it to single rights"
        {...form.getInputProps('isNarrow', { type: 'checkbox' })}
      />
      {isNarrow && <ScopeInput rights={rights} {...form.getInputProps('scope')} value={chosen} />}
      {form.errors.scope && <p className={css.wrong}>{form.errors.scope}</p>}
      {groups.length > 0 && role !== 'admin' && (
        <MultiSelect
          label="Groups"
          description="What is limited to these is open to it too."
          data={groups}
          searchable
          {...form.getInputProps('groups')}
        />
      )}
      <div className={css.line}>
        <Select
          label="Good for"
          data={[...EXPIRIES]}
          allowDeselect={false}
          w={160}
          {...form.getInputProps('expiry')}
        />
        {expiry === 'date' && (
          <TextInput
            type="date"
            label="Last day"
            required
            w={160}
            {...form.getInputProps('expiresAt')}
          />
        )}
      </div>
      <div className={css.actions}>
        <Button type="submit" variant="filled" loading={isBusy}>
          Make token
        </Button>
      </div>
    </form>
  )
}
