import { notFound } from 'next/navigation'
import { placeOf } from '#app/(signed-in)/events/place.ts'
import type { Reach } from '#lib/access/reach.ts'
import { idOfUid } from '#lib/events/tree/data.ts'
import { traceIdOf } from '#lib/intake/untrusted.ts'
import { storableText } from '#lib/storable.ts'

/** W3C Trace Context: `00-<trace>-<span>-01` */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-/i

/** What stands in an address is still encoded here. The not-found page for what cannot be an id. */
export function idIn({ id }: { id: string }): string {
  try {
    return storableText(decodeURIComponent(id))
  } catch {
    return notFound()
  }
}

/**
 * Where to look for what has no events: the tree of an event that is called so itself, or that of a trace in
 * another spelling (a UUID, a `traceparent`). Null when nothing else can be meant.
 */
export async function placeElsewhere(reach: Reach, id: string): Promise<string | null> {
  const tree = await idOfUid(reach, id)
  if (tree !== null) return placeOf(tree, id)
  const trace = traceIdOf(TRACEPARENT.exec(id)?.[1] ?? id)
  return trace && trace !== id ? placeOf(trace) : null
}
