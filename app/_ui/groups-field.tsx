'use client'

import { MultiSelect } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  /** the groups that whoever fills this in may choose */
  offered: string[]
  value: readonly string[]
  onChange(groups: string[]): void
  /** all that is wrong with the form, by field */
  errors: Record<string, ReactNode>
  description?: string
}

/** The groups that something is limited to; those that are not one's own to choose can only be taken out. */
export function GroupsField({ offered, value, onChange, errors, description }: Props) {
  const places = Object.keys(errors).filter(field => /^groups(\.\d+)?$/.test(field))
  return (
    <MultiSelect
      label="Groups"
      description={description}
      placeholder={value.length === 0 ? 'Everyone' : undefined}
      data={[...new Set([...offered, ...value])]}
      searchable
      clearable
      hidePickedOptions
      nothingFoundMessage={offered.length === 0 ? 'There is no group to choose' : 'No other group'}
      value={[...value]}
      onChange={onChange}
      error={places[0] && errors[places[0]]}
    />
  )
}
