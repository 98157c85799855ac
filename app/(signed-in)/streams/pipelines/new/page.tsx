import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import {
  projectNames,
  stepDeclarations,
  streamsToTry,
} from '#app/(signed-in)/streams/pipelines/_editor/choices.ts'
import { handlerKinds } from '#app/(signed-in)/streams/pipelines/_editor/kinds.ts'
import { PipelineEditor } from '#app/(signed-in)/streams/pipelines/_editor/pipeline-editor.tsx'

export const metadata: Metadata = { title: 'New pipeline' }

const EMPTY = { name: '', description: '', handlers: [], yaml: '' }

export default async function Page() {
  const reach = await requireReach('streams:write')
  const [projects, streams, declarations] = await Promise.all([
    projectNames(reach),
    streamsToTry(reach),
    stepDeclarations(reach),
  ])
  return (
    <PipelineEditor
      pipeline={null}
      given={EMPTY}
      projects={projects}
      kinds={handlerKinds()}
      streams={streams}
      declarations={declarations}
    />
  )
}
