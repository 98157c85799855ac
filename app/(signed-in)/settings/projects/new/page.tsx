import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import form from '#app/_ui/plugin-form/plugin-form.module.css'
import { ProjectForm } from '#app/(signed-in)/settings/projects/_form/project-form.tsx'
import { groupsToGive } from '#lib/access/reach/data.ts'
import { timezones } from '#lib/timezone.ts'

export const metadata: Metadata = { title: 'New project' }

const above = [
  { href: '/settings', label: 'Settings' },
  { href: '/settings/projects', label: 'Projects' },
]

export default async function Page() {
  const reach = await requireReach('projects:write')
  return (
    <>
      <PageHeader above={above} title="New project" beside="Who is sending?" />
      <Panel className={form.panel}>
        <ProjectForm saved={null} groups={await groupsToGive(reach)} zones={timezones()} />
      </Panel>
    </>
  )
}
