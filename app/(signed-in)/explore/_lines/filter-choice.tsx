'use client'

import { Select } from '@mantine/core'
import type { MetricFilter } from '#lib/metrics/catalog/data.ts'

const OPTIONS_SHOWN = 100

interface Props {
  filters: MetricFilter[]
  choose: (name: string, value: string) => void
}

/** A value of a filter to look at alone, searched for while one types. */
export function FilterChoice({ filters, choose }: Props) {
  if (filters.length === 0) return null
  const data = filters.map(({ name, values, count }) => ({
    group: count > values.length ? `${name} (the first ${values.length} of ${count})` : name,
    items: values.map(value => ({
      value: JSON.stringify([name, value]),
      label: `${name} = ${value === '' ? 'empty' : value}`,
    })),
  }))
  return (
    <Select
      aria-label="Add a filter"
      placeholder="+ filter"
      size="xs"
      w={132}
      data={data}
      value={null}
      onChange={chosen => {
        if (chosen === null) return
        const [name, value] = JSON.parse(chosen) as [string, string]
        choose(name, value)
      }}
      searchable
      limit={OPTIONS_SHOWN}
      nothingFoundMessage="No such value"
      comboboxProps={{ width: 260, position: 'bottom-start' }}
    />
  )
}
