'use client'

import { IconChevronRight } from '@tabler/icons-react'
import Link from 'next/link'
import { useState } from 'react'
import { longSpan, took } from '#app/_ui/time.ts'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { EventTime } from '#app/(signed-in)/events/(search)/_list/event-time.tsx'
import { preview } from '#app/(signed-in)/events/(search)/_list/rows.ts'
import { valueInWords } from '#app/(signed-in)/events/(search)/value-in-words.ts'
import { Traits } from '#app/(signed-in)/events/[id]/_detail/traits.tsx'
import css from '#app/(signed-in)/streams/[id]/_events/events.module.css'
import type { EventOfStream } from '#lib/streams/reading/events/data.ts'

const MINUTE_MS = 60_000

interface Props {
  item: EventOfStream
  /** when the first one was, in unix milliseconds */
  since: number
}

/** An event of a stream in one line; opened, all that it tells. */
export function EventRow({ item: { at, uid, event }, since }: Props) {
  const [isOpen, setOpen] = useState(false)
  const time = Date.parse(at)
  return (
    <li className={css.row}>
      <div className={css.line}>
        <button
          type="button"
          className={css.turn}
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Close' : 'Open'} ${visible(event?.type ?? uid)}`}
          disabled={!event}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={12} stroke={2} aria-hidden />
        </button>
        <span className={css.time}>
          <EventTime at={time} />
        </span>
        <span className={`dim num ${css.since}`}>+{sinceFirst(time - since)}</span>
        {event ? (
          <>
            <Link
              href={`/events/${encodeURIComponent(event.id)}`}
              prefetch={false}
              className={css.type}
            >
              <bdi>{visible(event.type)}</bdi>
            </Link>
            <span className={css.preview}>
              {preview(event.traits).map(([key, value]) => (
                <span key={key} className={css.trait}>
                  <span className="dim">{visible(key)}</span> <bdi>{valueInWords(value)}</bdi>
                </span>
              ))}
            </span>
            <span className={`dim ${css.host}`}>{visible(event.host)}</span>
          </>
        ) : (
          <span className="dim">
            <bdi className="mono">{visible(uid)}</bdi> is not kept any more
          </span>
        )}
      </div>
      {isOpen && event && (
        <div className={css.detail}>
          <Traits traits={event.traits} />
          <p className="dim">
            uid <bdi className="mono">{visible(uid)}</bdi>
          </p>
        </div>
      )}
    </li>
  )
}

const sinceFirst = (ms: number) => (ms < MINUTE_MS ? took(Math.max(0, ms)) : longSpan(ms))
