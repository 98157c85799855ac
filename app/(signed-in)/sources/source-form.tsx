'use client'

import { type Given, PluginForm } from '#app/_ui/plugin-form/plugin-form.tsx'
import { addSource, changeSource, trySource } from '#app/(signed-in)/sources/actions.ts'
import type { Field } from '#lib/form.ts'

interface Props {
  type: string
  fields: Field[]
  /** null for a new one */
  saved: Given | null
}

/** Adds or changes a source. */
export function SourceForm({ type, fields, saved }: Props) {
  return (
    <PluginForm
      type={type}
      fields={fields}
      initial={saved ?? { key: '', description: '', enabled: true, config: {} }}
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
        return answer.ok
          ? { ok: true, data: `It answers, in ${answer.data.durationMs} ms.` }
          : answer
      }}
    />
  )
}

/** No key that a saved one can have, whose secrets would be tried. */
const NOT_NAMED_YET = '(new)'
