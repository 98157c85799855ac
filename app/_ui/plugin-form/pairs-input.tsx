'use client'
import { ActionIcon, Button, Input, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from '#app/_ui/plugin-form/plugin-form.module.css'
import type { Pair } from '#app/_ui/plugin-form/values.ts'

interface Props {
  label: string
  description: string
  error: ReactNode
  disabled: boolean
  withAsterisk: boolean
  value: Pair[]
  onChange(pairs: Pair[]): void
}

/** Names with values, as the headers of a request. */
export function PairsInput({ value, onChange, disabled, ...wrapper }: Props) {
  const change = (at: number, part: Partial<Pair>) =>
    onChange(value.map((pair, index) => (index === at ? { ...pair, ...part } : pair)))

  return (
    <Input.Wrapper {...wrapper} labelElement="div">
      <div className={classes.pairs}>
        {value.map((pair, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity while it is typed
          <div key={index} className={classes.pair}>
            <TextInput
              aria-label={`${wrapper.label}: name ${index + 1}`}
              placeholder="Name"
              value={pair.name}
              disabled={disabled}
              onChange={event => change(index, { name: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`${wrapper.label}: value ${index + 1}`}
              placeholder="Value"
              value={pair.value}
              disabled={disabled}
              onChange={event => change(index, { value: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={disabled}
              aria-label={`Remove ${pair.name || `row ${index + 1}`}`}
              onClick={() => onChange(value.filter((_, other) => other !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
        <Button
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          disabled={disabled}
          onClick={() => onChange([...value, { name: '', value: '' }])}
        >
          Add
        </Button>
      </div>
    </Input.Wrapper>
  )
}
