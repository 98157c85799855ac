'use client'

import { Button, Menu } from '@mantine/core'

interface Props {
  q: string
  columns: string[]
  /** `project`, `from` and `to` as the API takes them */
  among: Record<string, string>
}

/** All that fit, as a file. */
export function ExportMenu({ q, columns, among }: Props) {
  const query = new URLSearchParams({ ...among, ...(q && { q }) })
  const csv = new URLSearchParams([...query, ...columnsIn(columns)])
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-xs">Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`/api/events.csv?${csv}`} download>
          CSV
        </Menu.Item>
        <Menu.Item component="a" href={`/api/events.jsonl?${query}`} download>
          JSON lines
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const columnsIn = (columns: string[]): [string, string][] =>
  columns.length > 0 ? [['columns', columns.join(',')]] : []
