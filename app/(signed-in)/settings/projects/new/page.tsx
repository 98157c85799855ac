import type { Metadata } from 'next'
import { requirePerson } from '#app/_server/person.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import form from '#app/_ui/plugin-form/plugin-form.module.css'
import { ProjectForm } from '#app/(signed-in)/settings/projects/_form/project-form.tsx'

export const metadata: Metadata = { title: 'New project' }

const above = [
  { href: '/settings', label: 'Settings' },
  { href: '/settings/projects', label: 'Projects' },
]

export default async function Page() {
  await requirePerson('projects:write')
  return (
    <>
      <PageHeader above={above} title="New project" beside="Who is sending?" />
      <Panel className={form.panel}>
        <ProjectForm saved={null} />
      </Panel>
    </>
  )
}
