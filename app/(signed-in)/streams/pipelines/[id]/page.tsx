import type { Metadata } from 'next'
import { orNotFound } from '#app/_server/not-found.ts'
import { requirePerson } from '#app/_server/person.ts'
import { IfMay } from '#app/_ui/may.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { TrailPanel } from '#app/(signed-in)/_trail/trail-panel.tsx'
import {
  stepDeclarations,
  streamsToTry,
} from '#app/(signed-in)/streams/pipelines/_editor/choices.ts'
import { handlerKinds } from '#app/(signed-in)/streams/pipelines/_editor/kinds.ts'
import { PipelineEditor } from '#app/(signed-in)/streams/pipelines/_editor/pipeline-editor.tsx'
import { DeletePipeline } from '#app/(signed-in)/streams/pipelines/[id]/delete-pipeline.tsx'
import { UsedBy } from '#app/(signed-in)/streams/pipelines/used-by.tsx'
import { reachOf } from '#lib/access/reach.ts'
import { getPipeline } from '#lib/streams/pipelines/data.ts'
import { shownTo } from '#lib/streams/pipelines/shown.ts'

interface Props {
  params: Promise<{ id: string }>
}

export const metadata: Metadata = { title: 'Pipeline' }

export default async function Page({ params }: Props) {
  const person = await requirePerson('streams:read')
  const reach = reachOf(person)
  const saved = await orNotFound(getPipeline(reach, Number((await params).id)))
  const pipeline = shownTo(person, saved)
  const { id, name, project, version, usedBy } = pipeline
  return (
    <>
      <PipelineEditor
        key={version}
        pipeline={{ id, name, version }}
        given={pipeline}
        projects={[project]}
        kinds={handlerKinds()}
        streams={await streamsToTry(reach, project)}
        declarations={await stepDeclarations(reach)}
        beside={`version ${version}`}
        actions={
          <IfMay right="streams:write">
            <DeletePipeline {...{ id, name, usedBy }} />
          </IfMay>
        }
      >
        <Panel title="Used by">
          <UsedBy triggers={usedBy} />
        </Panel>
      </PipelineEditor>
      <TrailPanel subject="pipeline" subjectId={id} />
    </>
  )
}
