import type { Reach } from '#lib/access/reach.ts'
import { newParameters, ofReached } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'

/** Whether any event of what is reached has ever come. */
export async function isAnyEvent(reach: Reach): Promise<boolean> {
  const { values, add } = newParameters()
  const [row] = await read<{ isAny: boolean }>(
    `select exists(select from event_type t where ${ofReached('t.project_id', { reach }, add)}) as "isAny"`,
    values,
  )
  return row?.isAny ?? false
}
