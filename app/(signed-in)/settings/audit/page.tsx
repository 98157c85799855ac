import type { Metadata } from 'next'
import Link from 'next/link'
import { requirePerson } from '#app/_server/person.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import { trailRows } from '#app/(signed-in)/_trail/rows.ts'
import { TrailTable } from '#app/(signed-in)/_trail/trail-table.tsx'
import css from '#app/(signed-in)/settings/audit/audit.module.css'
import { ExportMenu } from '#app/(signed-in)/settings/audit/export-menu.tsx'
import { Filters } from '#app/(signed-in)/settings/audit/filters.tsx'
import { cursorOf, exportQuery, filterOf } from '#app/(signed-in)/settings/audit/view.ts'
import { SettingsSections } from '#app/(signed-in)/settings/sections.tsx'
import { type AuditPage, listChanges } from '#lib/audit/data.ts'
import { isFiltered } from '#lib/audit/filter.ts'
import { namesInTrail } from '#lib/audit/people/data.ts'

export const metadata: Metadata = { title: 'Audit' }

const PATH = '/settings/audit'
const SIZE = 50

/** Who did what, when and from where. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('audit:read')
  const query = await searchParams
  const filter = filterOf(query, new Date())
  const cursor = cursorOf(query)
  const [found, people] = await Promise.all([
    listChanges({ ...filter, limit: SIZE, cursor }),
    namesInTrail(),
  ])
  const rows = await trailRows(found.items)
  const hrefOf = (changes: Query) => withQuery(PATH, query, { page: undefined, ...changes })

  return (
    <>
      <PageHeader
        title="Audit"
        beside={<SettingsSections current={PATH} />}
        actions={<ExportMenu query={exportQuery(filter)} />}
      />
      <Filters query={query} filter={filter} people={people} hrefOf={hrefOf} />
      <Panel flush>
        {rows.length > 0 ? (
          <TrailTable rows={rows} />
        ) : (
          <Nothing filtered={isFiltered(filter)} found={found} />
        )}
      </Panel>
      <nav aria-label="Pages" className={css.pages}>
        {cursor && <Link href={hrefOf({})}>Newest</Link>}
        {found.next && <Link href={hrefOf({ page: found.next })}>Older</Link>}
        {found.next && found.items.length < SIZE && found.reached && (
          <span className="dim">
            looked through to <ClockTime at={found.reached} />
          </span>
        )}
      </nav>
    </>
  )
}

function Nothing({ filtered, found: { next } }: { filtered: boolean; found: AuditPage }) {
  if (next)
    return (
      <EmptyState title="Nothing so far">
        A search looks through part of the trail at a time. Go on with “Older”, or choose a time.
      </EmptyState>
    )
  if (filtered)
    return (
      <EmptyState title="No entry fits" actions={<ButtonLink href={PATH}>Show all</ButtonLink>}>
        Nobody has done anything like this, as far back as entries are kept.
      </EmptyState>
    )
  return (
    <EmptyState title="Nothing was done yet">
      Who changes a monitor, a source, an alert or anything else stands here, with what was before
      and after.
    </EmptyState>
  )
}
