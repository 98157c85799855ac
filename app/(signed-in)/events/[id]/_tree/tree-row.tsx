import Link from 'next/link'
import type { MouseEvent } from 'react'
import { LevelBadge } from '#app/_ui/level.tsx'
import { SHAPES } from '#app/_ui/state.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { lasted } from '#app/(signed-in)/events/[id]/_tree/lasted.ts'
import type { Row } from '#app/(signed-in)/events/[id]/_tree/rows.ts'
import type { Break } from '#app/(signed-in)/events/[id]/_tree/scale.ts'
import css from '#app/(signed-in)/events/[id]/_tree/waterfall.module.css'

interface Props {
  row: Row
  id: string
  top: number
  isSelected: boolean
  isFolded: boolean
  color: string
  /** where it begins and ends, from 0 to 1 */
  from: number
  to: number
  /** times that are left out */
  breaks: readonly Break[]
  onSelect(key: string): void
  onFold(key: string): void
}

/** From here on an indent tells nothing any more. */
const DEEPEST = 12

/** One record in one line: what it was, and when. */
export function TreeRow(props: Props) {
  const { row, id, top, isSelected, isFolded, color, from, to, breaks, onSelect, onFold } = props
  const { node, depth, below, failedBelow } = row
  const isInstant = node.end === node.start
  const place = isInstant ? { left: percent(from) } : widthOf({ from, to })
  const isMarked = node.failure !== null || (isFolded && failedBelow)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for all of its rows
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={isSelected}
      aria-expanded={below > 0 ? !isFolded : undefined}
      className={css.row}
      style={{ top }}
      onClick={() => onSelect(node.key)}
    >
      <div className={css.name} style={{ paddingLeft: 8 + Math.min(depth, DEEPEST) * 14 }}>
        {below > 0 ? (
          <button
            type="button"
            tabIndex={-1}
            className={css.fold}
            data-folded={isFolded}
            aria-label={isFolded ? `Show the ${below} below it` : `Hide the ${below} below it`}
            onClick={event => {
              event.stopPropagation()
              onFold(node.key)
            }}
          />
        ) : (
          <span className={css.fold} />
        )}
        <Named row={row} isMarked={isMarked} />
        {isFolded && <span className={css.count}>{below}</span>}
      </div>
      <div className={css.track}>
        {breaks.map(one => (
          <i key={one.from} className={css.break} style={widthOf(one)} />
        ))}
        <div
          className={isInstant ? css.instant : css.bar}
          data-failed={node.failure !== null}
          style={{ ...place, background: isInstant && node.failure ? 'var(--error)' : color }}
        />
      </div>
      <div className={css.lasted}>{!isInstant && lasted(node.end - node.start)}</div>
    </div>
  )
}

const percent = (share: number) => `${share * 100}%`
const widthOf = ({ from, to }: Pick<Break, 'from' | 'to'>) => ({
  ...{ left: percent(from), width: percent(to - from) },
})

/** The row is not chosen: that would keep whoever leaves on the page. */
const leave = (event: MouseEvent) => event.stopPropagation()

function Named({ row: { node }, isMarked }: { row: Row; isMarked: boolean }) {
  if (node.kind === 'error')
    return (
      <Link
        href={node.href ?? '#'}
        prefetch={false}
        className={css.error}
        title={node.label}
        onClick={leave}
      >
        <LevelBadge level={node.level ?? 'error'} /> {visible(node.label) || '(no text)'}
      </Link>
    )
  return (
    <span className={css.what} title={`${node.type} ${node.failure ?? node.label}`}>
      {isMarked && <Failed />}
      <b>{visible(node.type)}</b> <bdi>{visible(node.label)}</bdi>
    </span>
  )
}

const Failed = () => (
  <svg
    viewBox="0 0 10 10"
    width={10}
    height={10}
    role="img"
    aria-label="failed"
    className={css.failed}
  >
    <path d={SHAPES.ERROR} />
  </svg>
)
