import { Checkbox } from '@mantine/core'
import Link from 'next/link'
import { formatNumber } from '#app/_ui/number.ts'
import { Sparkline } from '#app/_ui/sparkline.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { Age } from '#app/_ui/times.tsx'
import { SignatureBadge } from '#app/(signed-in)/errors/_signature/state-badge.tsx'
import {
  TemplateText,
  templateInWords,
  titleOf,
} from '#app/(signed-in)/errors/_signature/template-text.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import type { Row } from '#app/(signed-in)/errors/(list)/rows.ts'
import css from '#app/(signed-in)/errors/(list)/signature-table.module.css'
import type { Frequent } from '#lib/errors/data.ts'

interface Props {
  row: Row
  /** in the chart, when it is among the most frequent */
  color: string | undefined
  isSelected: boolean
  /** null for those who may do nothing with it */
  toggle: (() => void) | null
}

/** The whole row is the link to its signature. */
export function SignatureRow({ row, color = '--series-5', isSelected, toggle }: Props) {
  const { id, name, template, state, level, programs, hosts, spark } = row
  const title = titleOf(row)
  return (
    <tr aria-selected={isSelected}>
      <td className={css.select}>
        <span className={css.swatch} style={{ background: `var(${color})` }} />
        {toggle && (
          <Checkbox
            size="xs"
            aria-label={`Select ${title}`}
            checked={isSelected}
            onChange={toggle}
          />
        )}
      </td>
      <td className={css.state}>
        <SignatureBadge state={state} />
      </td>
      <td className={css.signature} title={templateInWords(template)}>
        {row.isNew && <span className={css.new}>new</span>}
        <Link href={`/errors/${id}`} prefetch={false} className={css.name} data-row>
          {name ? <bdi>{visible(name)}</bdi> : <TemplateText template={template} />}
        </Link>
        {name && (
          <span className={css.beside}>
            <TemplateText template={template} />
          </span>
        )}
      </td>
      <td className={css.level} data-level={level}>
        {level}
      </td>
      <td className={css.programs}>
        {programs.values.slice(0, 2).map(program => (
          <Tag key={program}>{visible(program)}</Tag>
        ))}
      </td>
      <td className={css.spark}>
        <Sparkline points={pointsOf(spark)} state="OK" label={`Counts of ${title}`} />
      </td>
      <td className={`${css.count} num mono`}>{formatNumber(row.count)}</td>
      <td className={`${css.first} num`}>
        <Age at={row.firstSeen} />
      </td>
      <td className={`${css.last} num`}>
        <Age at={row.lastSeen} />
      </td>
      <td className={css.hosts} title={hosts.values.map(visible).join(', ')}>
        {inOneLine(hosts)}
      </td>
    </tr>
  )
}

const pointsOf = (counts: number[]) =>
  counts.map((count, i) => [i / Math.max(1, counts.length - 1), count] as const)

/** `web-3, web-7 +4`. */
function inOneLine({ values, more }: Frequent): string {
  const rest = Math.max(0, values.length - 2) + more
  return `${values.slice(0, 2).map(visible).join(', ')}${rest > 0 ? ` +${rest}` : ''}`
}
