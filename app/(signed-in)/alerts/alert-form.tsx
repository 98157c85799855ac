'use client'

import { Input } from '@mantine/core'
import { useMay } from '#app/_ui/may.tsx'
import { type Given, PluginForm } from '#app/_ui/plugin-form/plugin-form.tsx'
import { addAlert, changeAlert, tryAlert } from '#app/(signed-in)/alerts/actions.ts'
import { StateSwitches } from '#app/(signed-in)/alerts/state-switches.tsx'
import type { Field } from '#lib/form.ts'
import type { StateName } from '#lib/plugin.ts'

interface Props {
  type: string
  fields: Field[]
  /** null for a new one */
  saved: Given | null
  /** the states that a new one tells */
  states: StateName[]
  readOnly?: boolean
}

/** Adds or changes an alert. */
export function AlertForm({ type, fields, saved, states, readOnly: isDeclared = false }: Props) {
  const isOurs = useMay()('alerts:write')
  const readOnly = isDeclared || !isOurs
  return (
    <PluginForm
      type={type}
      fields={fields}
      initial={saved ?? { key: '', description: '', enabled: true, states, config: {} }}
      isNew={!saved}
      readOnly={readOnly}
      isTriable={isOurs}
      keyHint="Monitors choose it by this name; it can’t be changed later."
      enabledHint="The master switch: off, it tells nothing."
      labels={{ save: saved ? 'Save' : 'Add alert', check: 'Send a test' }}
      after={{ saved: () => '/alerts', cancelled: '/alerts' }}
      save={({ key, ...rest }) =>
        saved ? changeAlert({ key, patch: rest }) : addAlert({ key, type, ...rest })
      }
      check={async ({ key, config }) => {
        const answer = await tryAlert({ key: key || NOT_NAMED_YET, type, config })
        return answer.ok ? { ok: true, data: sent(answer.data) } : answer
      }}
    >
      {form => (
        <Input.Wrapper
          label="Tells when a monitor becomes"
          labelElement="div"
          error={form.errors.states}
        >
          <StateSwitches
            label="New alert"
            states={form.values.states ?? []}
            disabled={readOnly}
            onChange={chosen => form.setFieldValue('states', chosen)}
          />
        </Input.Wrapper>
      )}
    </PluginForm>
  )
}

const sent = ({ status, durationMs }: { status: string; durationMs: number }) => ({
  text: `Sent in ${durationMs} ms; the other side answered ${status}.`,
})

/** No key that a saved one can have, whose secrets would be tried. */
const NOT_NAMED_YET = '(new)'
