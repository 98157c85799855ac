import type { Reach } from '#lib/access/reach.ts'
import { newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { getStream } from '#lib/streams/data.ts'
import { type TriggerDefinition, triggerDefinition } from '#lib/streams/definition/schema.ts'
import type { StreamView } from '#lib/streams/reading/view.ts'
import { type Wanted, wantedOf } from '#lib/streams/reading/wanted.ts'

/** A stream with what its trigger, as it was when the stream was opened, says of it. */
export interface StreamDetail extends StreamView {
  /** all that has to come before it fires, and what of it did */
  waitsFor: Wanted[]
  firePipeline: string | null
  expirePipeline: string | null
  /** a time expression */
  expiration: string
  /** seconds from being complete to firing */
  fireDelay: number
}

/** Throws a UserError when there is none within reach. */
export async function getDetail(reach: Reach, id: number): Promise<StreamDetail> {
  const stream = await getStream(reach, id)
  const { values, add } = newParameters()
  const [row] = await read<{ definition: TriggerDefinition; met: number[] }>(
    `select v.definition, s.met from stream s join trigger_version v on v.id = s.version_id
     where s.id = ${add(id)}`,
    values,
  )
  const { fire_criteria, fire_pipeline, expire_pipeline, expiration, fire_delay } =
    triggerDefinition.parse(row?.definition)
  return {
    ...stream,
    waitsFor: wantedOf(fire_criteria, row?.met ?? []),
    firePipeline: fire_pipeline ?? null,
    expirePipeline: expire_pipeline ?? null,
    expiration,
    fireDelay: fire_delay,
  }
}
