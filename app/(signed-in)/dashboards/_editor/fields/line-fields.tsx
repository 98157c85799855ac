'use client'

import { ActionIcon, Autocomplete, Group, Select, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useFound } from '#app/_ui/use-found.ts'
import { FilterFields } from '#app/(signed-in)/dashboards/_editor/fields/filter-fields.tsx'
import css from '#app/(signed-in)/dashboards/_editor/fields/line-fields.module.css'
import { useFilters } from '#app/(signed-in)/dashboards/_editor/fields/use-filters.ts'
import type { MetricPanel } from '#app/(signed-in)/dashboards/_editor/metric-panel.ts'
import type { MetricLine } from '#lib/charts/panel.ts'
import { KINDS, type Kind, VIEWS } from '#lib/metrics/terms.ts'

interface Listed {
  name: string
  kind: Kind
}

interface Props {
  line: MetricLine
  project: string
  /** of the panel */
  kind: MetricPanel['kind']
  problems: Record<string, string>
  /** where the line stands in the panel */
  path: string
  change(line: MetricLine): void
  remove?: () => void
}

/** One metric: its name, its filters, and as what it is looked at. */
export function LineFields({ line, project, kind, problems, path, change, remove }: Props) {
  const { found, search } = useFound<Listed>('/api/metrics/names', { project })
  const filters = useFilters(project, line)
  const kinds = found.filter(({ name }) => name === line.metric).map(one => one.kind)
  const isAmbiguous = kinds.length > 1 || line.kind !== undefined

  return (
    <fieldset className={css.line}>
      <legend className="hidden">Metric {line.metric}</legend>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <Autocomplete
          className={css.grows}
          data-autofocus={line.metric === '' || undefined}
          label="Metric"
          placeholder="shop.orders"
          spellCheck={false}
          maxLength={250}
          data={[...new Set(found.map(({ name }) => name))]}
          filter={({ options }) => options}
          value={line.metric}
          onChange={metric => {
            search(metric)
            change({ ...line, metric })
          }}
          error={problems[`${path}.metric`] && 'Choose a metric'}
        />
        <Select
          className={css.view}
          label="As"
          data={[...VIEWS]}
          value={line.view}
          onChange={view => view && change({ ...line, view })}
          allowDeselect={false}
        />
        {remove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={`Remove ${line.metric || 'this metric'}`}
            onClick={remove}
          >
            <IconTrash size={16} stroke={1.8} />
          </ActionIcon>
        )}
      </Group>
      <FilterFields
        filters={line.filters}
        offered={filters}
        change={next => change({ ...line, filters: next })}
      />
      <Group gap="xs" grow>
        {kind !== 'number' && (
          <Autocomplete
            label={kind === 'table' ? 'A row for each value of' : 'A line for each value of'}
            placeholder={kind === 'table' ? 'a filter' : 'none'}
            data={filters.map(({ name }) => name)}
            value={line.by ?? ''}
            onChange={value => change({ ...line, by: value || undefined })}
            error={problems[`${path}.by`] && 'Choose a filter'}
          />
        )}
        {kind === 'metrics' && (
          <TextInput
            label="Called"
            placeholder={line.metric}
            maxLength={100}
            value={line.label ?? ''}
            onChange={event => change({ ...line, label: event.currentTarget.value || undefined })}
          />
        )}
        {isAmbiguous && (
          <Select
            label="Counted as"
            placeholder="the first"
            data={[...KINDS]}
            value={line.kind ?? null}
            onChange={chosen => change({ ...line, kind: chosen ?? undefined })}
            clearable
          />
        )}
      </Group>
    </fieldset>
  )
}
