'use client'

import { Detail } from '#app/(signed-in)/events/[id]/_detail/detail.tsx'
import type { Row } from '#app/(signed-in)/events/[id]/_tree/rows.ts'
import { useSelected } from '#app/(signed-in)/events/[id]/_tree/use-selected.ts'
import { Waterfall } from '#app/(signed-in)/events/[id]/_tree/waterfall.tsx'
import css from '#app/(signed-in)/events/[id]/tree.module.css'

/** All of it over time, and beside it what is known of the selected part. */
export function Tree({ id, rows }: { id: string; rows: Row[] }) {
  const [selected, select] = useSelected()
  return (
    <div className={css.columns}>
      <section className={css.panel} aria-label="What happened when">
        <Waterfall rows={rows} selected={selected} onSelect={select} />
      </section>
      <aside className={css.panel} aria-label="The selected event">
        <Detail id={id} rows={rows} selected={selected} onSelect={select} />
      </aside>
    </div>
  )
}
