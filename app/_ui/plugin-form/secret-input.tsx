'use client'
import { Button, Input } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import classes from '#app/_ui/plugin-form/plugin-form.module.css'
import { SettingInput, type SettingProps } from '#app/_ui/plugin-form/setting-input.tsx'
import { type FormValue, SAVED } from '#app/_ui/plugin-form/values.ts'
import type { Field } from '#lib/form.ts'

/** A secret. One that is saved is never shown: it is kept, replaced or taken away. */
export function SecretInput(props: SettingProps) {
  const { field, value, onChange, error, disabled } = props
  const [wasSaved] = useState(value === SAVED)

  if (value === SAVED)
    return (
      <Input.Wrapper
        label={field.title}
        description={field.description}
        withAsterisk={field.required}
        error={error}
        labelElement="div"
      >
        <div className={classes.saved}>
          <IconLock size={14} aria-hidden />
          <span>Saved; not shown again</span>
          <Button
            size="compact-xs"
            disabled={disabled}
            onClick={() => onChange(emptyOf(field))}
            aria-label={`Replace ${field.title}`}
          >
            Replace
          </Button>
          {!field.required && (
            <Button
              size="compact-xs"
              disabled={disabled}
              onClick={() => onChange(null)}
              aria-label={`Remove ${field.title}`}
            >
              Remove
            </Button>
          )}
        </div>
      </Input.Wrapper>
    )

  return (
    <div>
      <SettingInput {...props} value={value ?? emptyOf(field)} />
      {wasSaved && (
        <button type="button" className={classes.keep} onClick={() => onChange(SAVED)}>
          {value === null ? 'Will be taken away. ' : ''}Keep the saved one
        </button>
      )}
    </div>
  )
}

const emptyOf = ({ kind }: Field): FormValue => (kind === 'map' || kind === 'list' ? [] : '')
