'use client'

import { Button, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition, useRef, useState } from 'react'
import { Choice } from '#app/_ui/choice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { withQuery } from '#app/_ui/query.ts'
import { useRowKeys } from '#app/(signed-in)/errors/live/use-row-keys.ts'
import { mistakeIn } from '#app/(signed-in)/events/_query/mistake-in.ts'
import { QueryField } from '#app/(signed-in)/events/_query/query-field.tsx'
import css from '#app/(signed-in)/events/live/live.module.css'
import { LiveList } from '#app/(signed-in)/events/live/live-list.tsx'
import { NothingYet } from '#app/(signed-in)/events/live/nothing-yet.tsx'
import { RateText } from '#app/(signed-in)/events/live/rate-text.tsx'
import { ROWS_LIMIT } from '#app/(signed-in)/events/live/rows.ts'
import { useTail } from '#app/(signed-in)/events/live/use-tail.ts'
import type { View } from '#app/(signed-in)/events/live/view.ts'

interface Props {
  view: View
  mark: string
  projects: string[]
}

/** Whoever is further down than this reads, as does who went to a row; nothing is pushed away from them. */
const READING_FROM_PX = 20

/** Events as they are stored, newest first; the list stands still while it is paused, and while someone reads. */
export function LiveEvents({ view, mark: firstMark, projects }: Props) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const scroller = useRef<HTMLDivElement>(null)
  const [isPaused, setPaused] = useState(false)
  const [isReading, setReading] = useState(false)
  const [mark, setMark] = useState(firstMark)
  const isReadable = mistakeIn(view.q) === null
  const tail = useTail(isReadable ? view : null, isPaused || isReading)
  const { shown, waiting, rate, connection } = tail

  const toggle = () => setPaused(paused => !paused)
  const noteReading = () => {
    const list = scroller.current
    const hasFocus = list?.contains(document.activeElement) ?? false
    setReading(hasFocus || (list?.scrollTop ?? 0) > READING_FROM_PX)
  }
  const showAll = () => {
    const focused = document.activeElement
    if (focused instanceof HTMLElement && scroller.current?.contains(focused)) focused.blur()
    scroller.current?.scrollTo({ top: 0 })
    tail.show()
  }
  useRowKeys(scroller)
  useHotkeys([['p', toggle]])

  return (
    <>
      <QueryField
        q={view.q}
        among={{ from: '-1h', ...(view.project && { project: view.project }) }}
        submit={q => startTransition(() => router.push(withQuery(path, query, { q })))}
      />
      <div className={css.bar}>
        <Button onClick={toggle} rightSection={<KeyHint>P</KeyHint>} aria-pressed={isPaused}>
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        {projects.length > 1 && (
          <Choice
            name="project"
            label="Project"
            placeholder="Project: all"
            options={projects}
            value={view.project ?? null}
            width={140}
            searchable
            clearable
          />
        )}
        <TextInput
          size="xs"
          w={160}
          aria-label="Mark"
          placeholder="Mark a text"
          value={mark}
          onChange={({ currentTarget }) => setMark(currentTarget.value)}
          onBlur={() => router.replace(withQuery(path, query, { mark: mark.trim() }))}
        />
        <RateText rate={rate} connection={connection} />
        <span className={css.news} role="status">
          {waiting.length > 0 && (
            <Button size="compact-sm" variant="light" onClick={showAll}>
              {waiting.length < ROWS_LIMIT ? waiting.length : `${ROWS_LIMIT} or more`} new
            </Button>
          )}
        </span>
      </div>
      <section
        ref={scroller}
        className={css.list}
        aria-label="Events as they come"
        onScroll={noteReading}
        onFocus={noteReading}
        onBlur={() => queueMicrotask(noteReading)}
      >
        {!isReadable && (
          <EmptyState title="The query cannot be read">Nothing is followed.</EmptyState>
        )}
        {tail.isEmpty && <NothingYet view={view} />}
        <LiveList
          rows={shown}
          mark={mark.trim()}
          severalProjects={projects.length > 1 && !view.project}
          scroller={scroller}
        />
      </section>
    </>
  )
}
