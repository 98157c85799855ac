import type { Metadata } from 'next'
import { requirePerson } from '#app/_server/person.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { SourceTable } from '#app/(signed-in)/sources/source-table.tsx'
import { usesBySource } from '#lib/monitors/references/data.ts'
import { ownSources, sourcePlugin } from '#lib/registry.ts'
import { listSources } from '#lib/sources/data.ts'

export const metadata: Metadata = { title: 'Sources' }

/** An installation has a handful; the list is not paged. */
const LIMIT = 500

export default async function Page() {
  await requirePerson()
  const { items } = await listSources({ limit: LIMIT })
  const uses = await usesBySource(
    [...items, ...ownSources.map(own => ({ key: own.id }))].map(source => source.key),
  )
  const rows = items.map(source => ({
    ...source,
    label: sourcePlugin(source.type)?.label ?? source.type,
    uses: uses.get(source.key) ?? 0,
  }))

  return (
    <>
      <PageHeader
        title="Sources"
        beside={items.length > 0 && items.length}
        actions={
          <ButtonLink href="/sources/new" variant="filled">
            New source
          </ButtonLink>
        }
      />
      <Panel flush>
        {rows.length > 0 ? (
          <SourceTable rows={rows} />
        ) : (
          <EmptyState
            title="No sources yet"
            actions={
              <ButtonLink href="/sources/new" variant="filled">
                New source
              </ButtonLink>
            }
          >
            A source is what monitors read: a Graphite, a database, a Prometheus, a web site. Add
            one, and scripts know it as <code className="mono">sources.KEY</code>.
          </EmptyState>
        )}
      </Panel>
      <Panel
        flush
        title="Always there"
        actions={<span className="dim">Belfry’s own store; nothing to set</span>}
      >
        <SourceTable
          rows={ownSources.map(({ id, label, description }) => ({
            key: id,
            label,
            description,
            uses: uses.get(id) ?? 0,
          }))}
        />
      </Panel>
    </>
  )
}
