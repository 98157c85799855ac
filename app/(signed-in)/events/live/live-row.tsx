import Link from 'next/link'
import { memo } from 'react'
import { exact, took } from '#app/_ui/time.ts'
import css from '#app/(signed-in)/events/live/live.module.css'
import { aroundMark, MarkedText } from '#app/(signed-in)/events/live/marked-text.tsx'
import type { Row } from '#app/(signed-in)/events/live/rows.ts'
import { placeOf } from '#app/(signed-in)/events/place.ts'

interface Props {
  row: Row
  /** what is marked wherever it stands; may be '' */
  mark: string
  zone: string
  severalProjects: boolean
}

/** One event in one line, which leads to its tree. */
export const LiveRow = memo(function LiveRow({ row, mark, zone, severalProjects }: Props) {
  const { event, words, failure } = row
  const at = Date.parse(event.at)
  return (
    <Link
      href={placeOf(event.id, event.uid ?? undefined)}
      prefetch={false}
      className={css.row}
      data-row
      data-failed={failure !== null}
      data-marked={isMarked(row, mark)}
    >
      <time className={`mono ${css.at}`} dateTime={event.at} title={exact(at, zone)}>
        {clockOf(at, zone)}
      </time>
      <MarkedText className={css.type} text={event.type} mark={mark} />
      <span className={css.duration}>{took(event.duration * 1000)}</span>
      <MarkedText className={css.host} text={event.host} mark={mark} />
      {severalProjects && <span className={css.project}>{event.project}</span>}
      {failure && <span className={css.failure}>{failure}</span>}
      <MarkedText className={`mono ${css.words}`} text={aroundMark(words, mark)} mark={mark} />
    </Link>
  )
})

function isMarked({ event: { type, host }, words }: Row, mark: string): boolean {
  const part = mark.toLowerCase()
  return part !== '' && [type, host, words].some(text => text.toLowerCase().includes(part))
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** `09:41:00.123` */
function clockOf(at: number, zone: string): string {
  const known = clocks.get(zone)
  if (known) return known.format(at)
  const made = new Intl.DateTimeFormat('en-GB', {
    ...({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
    ...({ fractionalSecondDigits: 3, timeZone: zone } as const),
  })
  clocks.set(zone, made)
  return made.format(at)
}
