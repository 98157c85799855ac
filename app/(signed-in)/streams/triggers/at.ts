import { notFound } from 'next/navigation'
import type { Reach } from '#lib/access/reach.ts'
import { findTrigger, type Trigger } from '#lib/streams/triggers/data.ts'

/** The trigger at a number in the address, or the not-found page. */
export async function triggerAt(reach: Reach, text: string): Promise<Trigger> {
  const trigger = await findTrigger(reach, /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0)
  return trigger ?? notFound()
}
