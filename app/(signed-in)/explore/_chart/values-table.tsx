'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { TableBody } from '#app/_ui/panel-body/table.tsx'
import { withQuery } from '#app/_ui/query.ts'
import { withLines } from '#app/(signed-in)/explore/_lines/address.ts'
import { lookedAtAlone } from '#app/(signed-in)/explore/_lines/lines.ts'
import type { DrawnTable } from '#lib/charts/drawn.ts'
import type { MetricLine, PanelOf } from '#lib/charts/panel.ts'

interface Props {
  panel: PanelOf<'table'>
  drawn: DrawnTable
  height: number
  /** all that are drawn; one of them by the filter */
  lines: MetricLine[]
  /** of the values that have a line, by custom property */
  colors: Record<string, string>
}

/** The values of a filter; a click on one looks at it alone. */
export function ValuesTable({ lines, ...props }: Props) {
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const hrefOf = (value: string) =>
    withQuery(path, query, withLines(query, lookedAtAlone(lines, value)))
  return <TableBody {...props} hrefOf={hrefOf} />
}
