'use client'

import { Button } from '@mantine/core'
import { CriteriaCard } from '#app/(signed-in)/streams/triggers/_editor/criteria-card.tsx'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'
import { type Entry, withItem } from '#app/(signed-in)/streams/triggers/_editor/entries.ts'

interface Props<E extends Entry> {
  label: string
  hint: string
  /** what each is called: `Match` */
  each: string
  entries: readonly E[]
  /** one more */
  fresh: E
  /** `match_criteria` */
  path: string
  problems: Readonly<Record<string, string>>
  mappable?: readonly string[]
  readOnly: boolean
  change(entries: E[]): void
}

export function CriteriaList<E extends Entry>(props: Props<E>) {
  const { label, hint, each, entries, fresh, path, problems, mappable = [], readOnly } = props
  return (
    <section className={css.section} aria-label={label}>
      <h2 className={css.heading}>{label}</h2>
      <p className={css.hint}>{hint}</p>
      {entries.map((entry, i) => (
        <CriteriaCard
          // biome-ignore lint/suspicious/noArrayIndexKey: what they are is their place
          key={i}
          title={`${each} ${i + 1}`}
          path={`${path}.${i}`}
          {...{ entry, problems, mappable, readOnly }}
          change={next => props.change(withItem(entries, i, next as E | null))}
        />
      ))}
      {problems[path] && <p className={css.problem}>{problems[path]}</p>}
      {!readOnly && (
        <Button
          variant="default"
          size="xs"
          className={css.add}
          onClick={() => props.change([...entries, fresh])}
        >
          + {each}
        </Button>
      )}
    </section>
  )
}
