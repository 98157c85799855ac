import { type Changer, reachOf } from '#lib/access/reach.ts'
import { ask } from '#lib/inquiries/mutations.ts'
import { getStream } from '#lib/streams/data.ts'
import { contentOf } from '#lib/streams/pipelines/content.ts'
import type { Pipeline } from '#lib/streams/pipelines/data.ts'
import type { PipelineTrial } from '#lib/streams/pipelines/schema.ts'
import type { Tried } from '#lib/streams/pipelines/trial/run.ts'

/** What a pipeline has; the engine must have answered a little later. */
const LIMIT_MS = 70_000

/** Has an engine run handlers over a stream; nothing comes of it, and it leaves only an entry in the trail. */
export async function tryPipeline(
  { stream, occasion, ...written }: PipelineTrial,
  by: Changer,
  saved?: Pipeline,
  signal?: AbortSignal,
): Promise<Tried> {
  const { id } = await getStream(reachOf(by), Number(stream))
  const before = saved
    ? { ...saved, source: saved.yaml }
    : { name: 'draft', handlers: [], source: '' }
  const { handlers: steps } = await contentOf(written, null, before)
  return ask(
    'pipeline',
    { stream: String(id), occasion, steps, reach: reachOf(by) },
    {
      ...{ timeoutMs: LIMIT_MS, signal },
      entry: {
        ...{ actor: by, action: 'test', subject: 'pipeline', subjectId: saved?.id ?? 'draft' },
        ...(saved && { name: saved.name }),
        change: { stream: String(id) },
      },
    },
  )
}
