'use client'

import { ActionIcon, Autocomplete, Button, Group } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import css from '#app/(signed-in)/dashboards/_editor/fields/line-fields.module.css'
import type { Filter } from '#app/(signed-in)/dashboards/_editor/fields/use-filters.ts'

type Pair = [name: string, value: string]

interface Props {
  filters: Record<string, string>
  offered: Filter[]
  change(filters: Record<string, string>): void
}

/** Filters with a value each. One without a name is shown here only, until it has one. */
export function FilterFields({ filters, offered, change }: Props) {
  const [pairs, setPairs] = useState<Pair[]>(() => Object.entries(filters))
  const set = (next: Pair[]) => {
    setPairs(next)
    change(Object.fromEntries(next.filter(([name]) => name !== '')))
  }

  return (
    <div className={css.filters}>
      {pairs.map(([name, value], i) => (
        <Group
          // biome-ignore lint/suspicious/noArrayIndexKey: a filter has nothing else that stays the same
          key={i}
          gap="xs"
          wrap="nowrap"
          grow
          preventGrowOverflow={false}
          className={css.filter}
        >
          <Autocomplete
            aria-label="Filter"
            placeholder="filter"
            data={offered.map(one => one.name)}
            value={name}
            onChange={next => set(pairs.with(i, [next, value]))}
          />
          <Autocomplete
            aria-label={`Value of ${name || 'the filter'}`}
            placeholder="value"
            data={offered.find(one => one.name === name)?.values ?? []}
            limit={100}
            value={value}
            onChange={next => set(pairs.with(i, [name, next]))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={`Remove the filter ${name}`}
            onClick={() => set(pairs.toSpliced(i, 1))}
          >
            <IconX size={16} stroke={1.8} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={12} stroke={1.8} />}
        onClick={() => set([...pairs, ['', '']])}
      >
        Filter
      </Button>
    </div>
  )
}
