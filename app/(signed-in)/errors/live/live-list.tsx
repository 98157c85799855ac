'use client'

import { Button } from '@mantine/core'
import { useHotkeys, useWindowScroll } from '@mantine/hooks'
import { type ReactNode, useRef, useState } from 'react'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import { LiveIndicator } from '#app/_ui/use-live.tsx'
import { SHOWN_LIMIT } from '#app/(signed-in)/errors/live/held-rows.ts'
import css from '#app/(signed-in)/errors/live/live.module.css'
import { LiveRow } from '#app/(signed-in)/errors/live/live-row.tsx'
import { NothingYet } from '#app/(signed-in)/errors/live/nothing-yet.tsx'
import { useNewest } from '#app/(signed-in)/errors/live/use-newest.ts'
import { useRowKeys } from '#app/(signed-in)/errors/live/use-row-keys.ts'
import { addressOf } from '#app/(signed-in)/errors/live/view.ts'
import type { NewestErrors, NewestFilter } from '#lib/errors/live/schema.ts'

interface Props {
  filter: NewestFilter
  first: NewestErrors
  /** with several projects each row tells its own */
  severalProjects: boolean
  /** the choices of what is followed */
  children: ReactNode
}

/** Whoever is further down than this reads, as does who went to a row; nothing is pushed away from them. */
const READING_FROM = 40

/** What comes in, newest first; it stands still while it is paused, and while someone reads. */
export function LiveList({ filter, first, severalProjects, children }: Props) {
  const [isPaused, setPaused] = useState(false)
  const [hasFocus, setFocus] = useState(false)
  const [{ y }, scrollTo] = useWindowScroll()
  const body = useRef<HTMLTableSectionElement>(null)
  const { shown, waiting, perSecond, isReached, show } = useNewest(
    addressOf('/api/errors/newest', filter),
    first,
    isPaused || hasFocus || y > READING_FROM,
  )
  const toggle = () => setPaused(paused => !paused)
  const showAll = () => {
    show()
    setFocus(false)
    scrollTo({ y: 0 })
  }
  useRowKeys(body)
  useHotkeys([['p', toggle]])

  return (
    <>
      <div className={css.bar}>
        <Button onClick={toggle} rightSection={<KeyHint>P</KeyHint>}>
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        {children}
        <span className={css.rate} title="In the last ten seconds, of the project or of all">
          <b>{formatNumber(perSecond)}</b> /s come in
        </span>
        {isReached ? <LiveIndicator /> : <span className={css.away}>Belfry cannot be reached</span>}
        <span className={css.news} role="status">
          {waiting.length > 0 && (
            <Button size="compact-sm" variant="light" onClick={showAll}>
              {waiting.length < SHOWN_LIMIT ? waiting.length : `${SHOWN_LIMIT} or more`} new
            </Button>
          )}
        </span>
      </div>
      <Panel flush>
        {shown.length === 0 ? (
          <NothingYet filter={filter} />
        ) : (
          <table className={css.table}>
            <thead>
              <tr>
                <th className={css.at}>Time</th>
                <th className={css.level}>Level</th>
                {severalProjects && <th className={css.from}>Project</th>}
                <th className={css.from}>Host</th>
                <th className={css.from}>Program</th>
                <th>Message</th>
              </tr>
            </thead>
            <tbody ref={body} onFocus={() => setFocus(true)} onBlur={() => setFocus(false)}>
              {shown.map(error => (
                <LiveRow
                  key={error.id}
                  isNew={error.id > (first.items[0]?.id ?? 0)}
                  {...{ error, filter, severalProjects }}
                />
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </>
  )
}
