import type { TreeNode } from '#app/(signed-in)/events/[id]/_tree/rows.ts'
import type { TracedError } from '#lib/errors/traced/data.ts'
import type { OutlinedEvent } from '#lib/events/tree/data.ts'
import { nest } from '#lib/events/tree/nest.ts'

/** Events, and the errors that were counted meanwhile as parts of them, by their beginning. */
export function nodesOf(
  events: readonly OutlinedEvent[],
  errors: readonly TracedError[],
): TreeNode[] {
  const nodes = [...events.map(ofEvent), ...errors.map(ofError)].sort((a, b) => a.start - b.start)
  const parents = nest(nodes)
  return nodes.map((node, i) => ({ ...node, parent: parents[i] ?? -1 }))
}

type Unplaced = Omit<TreeNode, 'parent'>

const ofEvent = ({ uid, ...event }: OutlinedEvent): Unplaced => ({
  ...{ key: uid, kind: 'event' },
  ...event,
})

/** It has no name in the tree: where it belongs, its time tells. */
const ofError = ({
  id,
  signatureId,
  at,
  level,
  message,
  program,
  ...rest
}: TracedError): Unplaced => ({
  ...{ key: `error-${id}`, kind: 'error', type: '', pid: null, start: at, end: at },
  ...{ label: message, failure: message, level, program, ...rest },
  href: `/errors/${signatureId}?example=${id}`,
})
