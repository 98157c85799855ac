'use client'
import { Button, Loader, Select } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { type FormValues, toForm } from '#app/_ui/plugin-form/values.ts'
import { reached } from '#app/_ui/reached.ts'
import { took } from '#app/_ui/time.ts'
import { Answer } from '#app/(signed-in)/sources/_playground/answer.tsx'
import { ArgumentInputs } from '#app/(signed-in)/sources/_playground/argument-inputs.tsx'
import type { DrawnMethod } from '#app/(signed-in)/sources/_playground/draw-methods.ts'
import css from '#app/(signed-in)/sources/_playground/playground.module.css'
import { readArguments } from '#app/(signed-in)/sources/_playground/read-arguments.ts'
import { askSource } from '#app/(signed-in)/sources/actions.ts'
import type { FieldErrors } from '#lib/failures.ts'
import type { Plain } from '#lib/plugin.ts'
import { accessTo } from '#lib/sources/access.ts'

interface Props {
  source: string
  methods: DrawnMethod[]
}

type Asked =
  | { status: 'none' | 'running' }
  | { status: 'answered'; result: Plain; durationMs: number }
  | { status: 'failed'; message: string; fields: FieldErrors }

/** Asks a source as a script would, and shows the answer. */
export function Playground({ source, methods }: Props) {
  const [chosen, setChosen] = useState(methods[0]?.name ?? '')
  const [values, setValues] = useState<Record<string, FormValues[]>>({})
  const [asked, setAsked] = useState<Asked>({ status: 'none' })
  const router = useRouter()
  const method = methods.find(({ name }) => name === chosen)
  const given = values[chosen] ?? method?.args.map(({ fields }) => toForm(fields, {})) ?? []

  async function ask() {
    if (!method || asked.status === 'running') return
    setAsked({ status: 'running' })
    const args = readArguments(method.args, given) as never[]
    const answer = await reached(askSource({ source, method: chosen, args }))
    if (answer.ok) setAsked({ status: 'answered', ...answer.data })
    else setAsked({ status: 'failed', fields: {}, ...answer.error })
    router.refresh()
  }
  useHotkeys([['mod+Enter', () => void ask()]], [])

  if (!method) return null
  const fields = asked.status === 'failed' ? asked.fields : {}
  return (
    <Panel
      title="Playground"
      actions={<span className="dim">Asks as a script would; what was asked is not kept</span>}
    >
      <form
        className={css.form}
        onSubmit={event => {
          event.preventDefault()
          void ask()
        }}
      >
        <Select
          label="Method"
          description={method.description}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          className={css.method}
          data={methods.map(({ name }) => name)}
          allowDeselect={false}
          value={chosen}
          onChange={name => {
            setChosen(name ?? '')
            setAsked({ status: 'none' })
          }}
        />
        <ArgumentInputs
          args={method.args}
          values={given}
          errors={fields}
          onChange={changed => setValues({ ...values, [chosen]: changed })}
        />
        <code className={css.signature}>
          {accessTo(source)}.{method.signature}
        </code>
        <div className={css.ask}>
          <Button
            type="submit"
            variant="filled"
            disabled={asked.status === 'running'}
            rightSection={<KeyHint>Ctrl ↵</KeyHint>}
          >
            Ask
          </Button>
          {asked.status === 'running' && <Loader size={16} className={css.late} />}
          {asked.status === 'answered' && <span className="dim">{took(asked.durationMs)}</span>}
        </div>
      </form>
      {asked.status === 'failed' && (
        <p role="alert" className={css.failed}>
          {asked.message}
        </p>
      )}
      {asked.status === 'answered' && <Answer result={asked.result} />}
    </Panel>
  )
}
