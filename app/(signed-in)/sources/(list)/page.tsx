import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { SourceTable } from '#app/(signed-in)/sources/(list)/source-table.tsx'
import { usesBySource } from '#lib/monitors/references/data.ts'
import { ownSources, sourcePlugin } from '#lib/registry.ts'
import { listSources } from '#lib/sources/data.ts'

export const metadata: Metadata = { title: 'Sources' }

/** An installation has a handful; the list is not paged. */
const LIMIT = 500

export default async function Page() {
  const reach = await requireReach('sources:read')
  const { items } = await listSources(reach, { limit: LIMIT })
  const own = ownSources.map(({ id, description }) => ({ key: id, type: id, description }))
  const listed = [...items, ...own]
  const uses = await usesBySource(
    reach,
    listed.map(source => source.key),
  )
  const rows = listed.map(source => ({
    ...source,
    label: sourcePlugin(source.type)?.label ?? source.type,
    uses: uses.get(source.key) ?? 0,
  }))

  return (
    <>
      <PageHeader title="Sources" beside={rows.length} actions={<NewSource />} />
      {items.length === 0 && (
        <Panel>
          <EmptyState title="Only Belfry’s own numbers so far" actions={<NewSource />}>
            A source is what monitors read: a Graphite, a database, a Prometheus, a web site. Add
            one, and scripts know it as <code className="mono">sources.KEY</code>.
          </EmptyState>
        </Panel>
      )}
      <Panel flush>
        <SourceTable rows={rows} />
      </Panel>
    </>
  )
}

const NewSource = () => (
  <IfMay right="sources:write">
    <ButtonLink href="/sources/new" variant="filled">
      New source
    </ButtonLink>
  </IfMay>
)
