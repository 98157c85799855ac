import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { requireReach } from '#app/_server/reach.ts'
import type { Query } from '#app/_ui/query.ts'
import { editorOffers } from '#app/(signed-in)/monitors/_editor/choices.ts'
import { MonitorEditor } from '#app/(signed-in)/monitors/_editor/monitor-editor.tsx'
import { findMonitor } from '#lib/monitors/data.ts'
import { definitionOf } from '#lib/monitors/definition.ts'
import { findVersion } from '#lib/monitors/versions/data.ts'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

export const metadata: Metadata = { title: 'Edit monitor' }

/** With `?version=N` the editor opens with that version in it, to be changed and saved as the newest. */
export default async function Page({ params, searchParams }: Props) {
  const reach = await requireReach('monitors:write')
  const id = Number((await params).id)
  const monitor = await findMonitor(reach, id)
  if (!monitor) notFound()
  if (monitor.declared) redirect(`/monitors/${id}`)

  const asked = Number((await searchParams).version ?? monitor.version)
  const old =
    asked === monitor.version ? null : ((await findVersion(monitor.id, asked))?.content ?? null)
  const { choices, declarations } = await editorOffers(reach)
  const draft = old ? { ...old, active: monitor.active } : definitionOf(monitor)

  return (
    <MonitorEditor
      monitor={{ id, name: monitor.name, version: monitor.version }}
      draft={draft}
      choices={choices}
      declarations={declarations}
      templates={[]}
      note={
        old
          ? `version ${asked}, to be saved as version ${monitor.version + 1}`
          : `editing version ${monitor.version}`
      }
    />
  )
}
