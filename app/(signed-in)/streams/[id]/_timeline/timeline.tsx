'use client'

import { longSpan } from '#app/_ui/time.ts'
import { useNow } from '#app/_ui/time-context.tsx'
import { ClockTime } from '#app/_ui/times.tsx'
import { scaleOver } from '#app/(signed-in)/events/[id]/_tree/scale.ts'
import { marksOf } from '#app/(signed-in)/streams/[id]/_timeline/marks.ts'
import css from '#app/(signed-in)/streams/[id]/_timeline/timeline.module.css'
import type { Slice } from '#lib/streams/reading/slices/data.ts'
import type { StreamView } from '#lib/streams/reading/view.ts'

/** From here on words stand before their place. */
const LATE = 0.6
const MOST_PX = 20

interface Props {
  stream: StreamView
  slices: Slice[]
}

/** When the events of a stream came, where it stands now, and when it fires or expires. */
export function Timeline({ stream, slices }: Props) {
  const marks = marksOf(stream, useNow())
  // The first event is among the slices, where it may be a part of a millisecond later.
  const apart = marks.filter(({ kind }) => kind !== 'first')
  const times = [...slices, ...apart].map(({ at }) => ({ start: at, end: at }))
  // Moments have nothing but gaps between them: the longest alone is left out, when it dwarfs the others.
  const scale = scaleOver(times, 1)
  const place = (at: number) => ({ left: `${scale.at(at) * 100}%` })
  return (
    <figure className={css.timeline} aria-label={inWords(slices, stream.eventCount)}>
      <div className={css.line}>
        {scale.breaks.map(({ from, to, lengthMs }) => (
          <span
            key={from}
            className={css.break}
            style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
            title={`Nothing for ${longSpan(lengthMs)}`}
          />
        ))}
        {marks.map(({ kind, at }) => (
          <span key={kind} className={css.mark} data-kind={kind} style={place(at)} />
        ))}
        {slices.map(({ at, count }) => (
          <span key={at} className={css.dot} style={{ ...place(at), ...sizeOf(count) }} />
        ))}
      </div>
      <ol className={css.words}>
        {marks.map(({ kind, at, words }) => (
          <li key={kind} data-kind={kind} data-late={scale.at(at) > LATE} style={place(at)}>
            <span>
              {words} {kind !== 'now' && <ClockTime at={at} />}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  )
}

const sizeOf = (count: number) => {
  const px = Math.min(MOST_PX, 8 + 2 * Math.log2(count))
  return { width: px, height: px }
}

function inWords(slices: readonly Slice[], eventCount: number): string {
  const [first, last] = [slices[0]?.at ?? 0, slices.at(-1)?.at ?? 0]
  return `${eventCount} ${eventCount === 1 ? 'event' : 'events'} within ${longSpan(last - first)}`
}
