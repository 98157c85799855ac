import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import form from '#app/_ui/plugin-form/plugin-form.module.css'
import { ProjectForm } from '#app/(signed-in)/settings/projects/_form/project-form.tsx'
import { projectAt } from '#app/(signed-in)/settings/projects/project-at.ts'
import { groupsToGive } from '#lib/access/reach/data.ts'
import { timezones } from '#lib/timezone.ts'

interface Props {
  params: Promise<{ id: string }>
}

export const metadata: Metadata = { title: 'Edit project' }

export default async function Page({ params }: Props) {
  const reach = await requireReach('projects:write')
  const project = await projectAt(reach, (await params).id)
  const { id, name } = project
  if (project.declared) redirect(`/settings/projects/${id}`)

  return (
    <>
      <PageHeader
        above={[
          { href: '/settings/projects', label: 'Projects' },
          { href: `/settings/projects/${id}`, label: name },
        ]}
        title="Edit"
      />
      <Panel className={form.panel}>
        <ProjectForm saved={project} groups={await groupsToGive(reach)} zones={timezones()} />
      </Panel>
    </>
  )
}
