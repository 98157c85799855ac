'use client'

import { ActionIcon, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition } from 'react'
import { withQuery } from '#app/_ui/query.ts'
import { withLines } from '#app/(signed-in)/explore/_lines/address.ts'
import { FilterChoice } from '#app/(signed-in)/explore/_lines/filter-choice.tsx'
import css from '#app/(signed-in)/explore/_lines/lines.module.css'
import { filtersBeside, viewsOf } from '#app/(signed-in)/explore/_lines/lines.ts'
import type { Described } from '#app/(signed-in)/explore/_lines/lines-panel.tsx'
import type { MetricLine } from '#lib/charts/panel.ts'
import type { View } from '#lib/metrics/terms.ts'

interface Props {
  described: Described
  /** among the lines */
  place: number
  lines: MetricLine[]
  /** filters that the project counts together */
  sets: string[][]
}

/** One line: as what its metric is looked at, where its filters have which values, and by which one it is split. */
export function LineRow({ described: { line, kind, filters }, place, lines, sets }: Props) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const go = (next: MetricLine[]) =>
    startTransition(() =>
      router.push(withQuery(path, query, withLines(query, next)), { scroll: false }),
    )
  const change = (changes: Partial<MetricLine>) => go(lines.with(place, { ...line, ...changes }))
  const where = Object.entries(line.filters)
  const chosen = where.map(([name]) => name)
  const names = filters.map(({ name }) => name)
  const splits = filtersBeside(names, chosen, sets)

  return (
    <li className={css.line}>
      <span className={css.metric} title={line.metric}>
        {line.metric}
      </span>
      <Select
        aria-label={`View of ${line.metric}`}
        size="xs"
        w={112}
        data={viewsOf(kind)}
        value={line.view}
        onChange={view => change({ view: view as View })}
        allowDeselect={false}
      />
      {where.map(([name, value]) => (
        <button
          key={name}
          type="button"
          className={css.chip}
          aria-label={`Without ${name} = ${value}`}
          title="Take this filter away"
          onClick={() => change({ filters: without(line.filters, name) })}
        >
          <span className="dim">{name}</span> <b>{value === '' ? 'empty' : value}</b>
          <IconX size={12} stroke={2} aria-hidden />
        </button>
      ))}
      <FilterChoice
        filters={filters.filter(({ name }) =>
          filtersBeside(names, line.by ? [...chosen, line.by] : chosen, sets).includes(name),
        )}
        choose={(name, value) => change({ filters: { ...line.filters, [name]: value } })}
      />
      {(splits.length > 0 || line.by) && (
        <Select
          aria-label={`Split ${line.metric} by`}
          placeholder="split by …"
          size="xs"
          w={148}
          data={[...new Set([...splits, ...(line.by ? [line.by] : [])])].map(value => ({
            value,
            label: `by ${value}`,
          }))}
          value={line.by ?? null}
          onChange={by => change({ by: by ?? undefined })}
          allowDeselect={false}
          clearable
          searchable={splits.length > 10}
        />
      )}
      {kind === undefined && <span className={css.none}>nothing was counted under this name</span>}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        className={css.remove}
        aria-label={`Take ${line.metric} out`}
        onClick={() => go(lines.toSpliced(place, 1))}
      >
        <IconX size={14} stroke={1.8} />
      </ActionIcon>
    </li>
  )
}

function without(filters: MetricLine['filters'], name: string): MetricLine['filters'] {
  const { [name]: _, ...rest } = filters
  return rest
}
