import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { ProjectTable } from '#app/(signed-in)/settings/projects/(list)/project-table.tsx'
import { Refresh } from '#app/(signed-in)/settings/refresh.tsx'
import { SettingsSections } from '#app/(signed-in)/settings/sections.tsx'
import { listProjects } from '#lib/projects/data.ts'
import { readFlows } from '#lib/projects/intake/data.ts'

export const metadata: Metadata = { title: 'Projects' }

/** An installation has a handful; the list is not paged. */
const LIMIT = 1_000

export default async function Page() {
  const reach = await requireReach('projects:read')
  const { items } = await listProjects(reach, { limit: LIMIT })
  const flows = await readFlows(items.map(({ id }) => id))

  return (
    <>
      <Refresh />
      <PageHeader
        title="Projects"
        beside={<SettingsSections current="/settings/projects" />}
        actions={
          <IfMay right="projects:write">
            <ButtonLink href="/settings/projects/new" variant="filled">
              New project
            </ButtonLink>
          </IfMay>
        }
      />
      <Panel flush>
        <ProjectTable rows={items.map(project => ({ project, flow: flows.get(project.id) }))} />
      </Panel>
    </>
  )
}
