'use client'

import { GroupsField } from '#app/_ui/groups-field.tsx'
import { type Given, PluginForm } from '#app/_ui/plugin-form/plugin-form.tsx'
import { addSource, changeSource, trySource } from '#app/(signed-in)/sources/actions.ts'
import type { Field } from '#lib/form.ts'

interface Props {
  type: string
  fields: Field[]
  /** null for a new one */
  saved: Given | null
  /** that it can be limited to */
  groups: string[]
}

/** Adds or changes a source. */
export function SourceForm({ type, fields, saved, groups }: Props) {
  return (
    <PluginForm
      type={type}
      fields={fields}
      initial={saved ?? { key: '', description: '', enabled: true, groups: [], config: {} }}
      isNew={!saved}
      keyHint="Scripts know it as sources.KEY; it can’t be changed later."
      enabledHint="Off, calls to it fail and say so."
      labels={{ save: saved ? 'Save' : 'Add source', check: 'Test connection' }}
      after={{
        saved: key => `/sources/${key}`,
        cancelled: saved ? `/sources/${saved.key}` : '/sources',
      }}
      save={({ key, ...rest }) =>
        saved ? changeSource({ key, patch: rest }) : addSource({ key, type, ...rest })
      }
      check={async ({ key, config }) => {
        const answer = await trySource({ key: key || NOT_NAMED_YET, type, config })
        return answer.ok ? { ok: true, data: told(answer.data) } : answer
      }}
    >
      {form => (
        <GroupsField
          offered={groups}
          description="Only they, and monitors with one of these groups, can see and use it."
          value={form.values.groups ?? []}
          onChange={chosen => form.setFieldValue('groups', chosen)}
          errors={form.errors}
        />
      )}
    </PluginForm>
  )
}

const told = ({ durationMs, warning }: { durationMs: number; warning: string | null }) => ({
  text: `It answers, in ${durationMs} ms.`,
  warning,
})

/** No key that a saved one can have, whose secrets would be tried. */
const NOT_NAMED_YET = '(new)'
