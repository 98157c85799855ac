'use client'

import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { explainExpression } from '#app/(signed-in)/streams/triggers/_editor/actions.ts'
import type { Purpose } from '#lib/streams/triggers/explained.ts'

const TYPING_MS = 250

interface Props {
  label: string
  placeholder: string
  purpose: Purpose
  value: string
  error?: string | undefined
  readOnly: boolean
  onChange(value: string): void
}

/** A time expression with what it comes to in an example, which follows while it is typed. */
export function ExpressionField({ purpose, value, error, onChange, readOnly, ...props }: Props) {
  const meaning = useMeaning(value, purpose)
  return (
    <TextInput
      {...props}
      classNames={{ input: 'mono' }}
      spellCheck={false}
      autoComplete="off"
      disabled={readOnly}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      error={meaning?.problem ?? error}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      description={meaning?.example}
    />
  )
}

function useMeaning(expression: string, purpose: Purpose) {
  const [meaning, setMeaning] = useState<{ problem: string | null; example: string } | null>(null)
  const [asked] = useDebouncedValue(expression.trim(), TYPING_MS)

  useEffect(() => {
    if (asked === '') return setMeaning(null)
    let isOutdated = false
    explainExpression({ expression: asked, purpose }).then(
      answer => {
        if (!isOutdated && answer.ok) setMeaning(answer.data)
      },
      // The server is away: saving will say so.
      () => {},
    )
    return () => {
      isOutdated = true
    }
  }, [asked, purpose])
  return meaning
}
