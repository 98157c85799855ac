import { ActionIcon } from '@mantine/core'
import { IconChevronRight, IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import type { KeyboardEvent } from 'react'
import { isShownBy, lineFor } from '#app/(signed-in)/explore/_lines/lines.ts'
import css from '#app/(signed-in)/explore/_tree/metric-tree.module.css'
import type { TreeRow } from '#app/(signed-in)/explore/_tree/tree.ts'
import { type MetricLine, MOST_LINES } from '#lib/charts/panel.ts'

export const ROW_PX = 28
const INDENT_PX = 12

interface Props {
  row: TreeRow
  top: number
  lines: MetricLine[]
  turn: (path: string) => void
  /** the same view of these lines */
  hrefOf: (lines: MetricLine[]) => string
}

/** A branch that opens and closes, or a metric: a click shows it, the plus beside those shown already. */
export function Row({ row, top, lines, turn, hrefOf }: Props) {
  const style = { top, paddingLeft: 8 + row.depth * INDENT_PX }
  if (row.type === 'branch')
    return (
      <li className={css.row} style={style}>
        <button
          type="button"
          className={css.branch}
          aria-expanded={row.isOpen}
          onClick={() => turn(row.path)}
          onKeyDown={walk}
        >
          <IconChevronRight size={12} stroke={2} aria-hidden className={css.arrow} />
          <span className="cut">{row.label}</span>
          <span className={css.count}>{row.count.toLocaleString('en')}</span>
        </button>
      </li>
    )

  const { item, label, isOneOfSeveral } = row
  const isShown = lines.some(line => isShownBy(item, line))
  return (
    <li className={css.row} style={style} data-shown={isShown || undefined}>
      <Link
        href={hrefOf([lineFor(item, isOneOfSeveral)])}
        prefetch={false}
        scroll={false}
        onKeyDown={walk}
        className={css.metric}
        title={`${item.name} (${item.kind})`}
        aria-current={isShown ? 'true' : undefined}
      >
        <span className="cut">{label}</span>
        {isOneOfSeveral && <span className={css.kind}>{item.kind}</span>}
      </Link>
      {lines.length > 0 && lines.length < MOST_LINES && (
        <ActionIcon
          component={Link}
          href={hrefOf([...lines, lineFor(item, isOneOfSeveral)])}
          prefetch={false}
          scroll={false}
          variant="subtle"
          size="xs"
          className={css.add}
          aria-label={`Add ${item.name} to the chart`}
          title="Add to the chart"
        >
          <IconPlus size={14} stroke={1.8} />
        </ActionIcon>
      )}
    </li>
  )
}

/** The arrows go from row to row. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const row = event.currentTarget.closest('li')
  if (step === undefined || !row) return
  event.preventDefault()
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling
  next?.querySelector<HTMLElement>('a, button')?.focus()
}
