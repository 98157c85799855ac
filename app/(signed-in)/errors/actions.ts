'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { titleOf } from '#app/(signed-in)/errors/_signature/template-text.tsx'
import { reachOf } from '#lib/access/reach.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { listSignatures } from '#lib/errors/data.ts'
import { getSignature } from '#lib/errors/detail/data.ts'
import { examplesOf } from '#lib/errors/examples/data.ts'
import { errorMonitorName, watched } from '#lib/errors/monitors.ts'
import {
  changeSignature,
  operateOn,
  previewSplit,
  reclassifyScopeOf,
  splitSignature,
  startReclassification,
} from '#lib/errors/mutations.ts'
import { ids, signaturePatch, splitChoice, splitInput } from '#lib/errors/operations/schema.ts'
import { getReclassification, previewReclassification } from '#lib/errors/reclassify/data.ts'
import { muting } from '#lib/errors/schema.ts'
import { knownRoot } from '#lib/errors/source/data.ts'
import { errorUndoers } from '#lib/errors/undoers.ts'
import { watchErrors } from '#lib/errors/watch/mutations.ts'

const id = z.int()
/** As many as one can choose from without searching further. */
const OFFERED = 25
const MESSAGE_SHOWN = 300

// Those that change something answer entries of the trail, which `undo` takes.

export const resolve = action('errors:write', ids, (chosen, person) =>
  operateOn({ action: 'resolve', ids: chosen }, person),
)
export const reopen = action('errors:write', ids, (chosen, person) =>
  operateOn({ action: 'reopen', ids: chosen }, person),
)
export const mute = action(
  'errors:write',
  z.strictObject({ ids, muted: muting }),
  (asked, person) => operateOn({ action: 'mute', ...asked }, person),
)
export const merge = action('errors:write', z.strictObject({ ids, into: id }), (asked, person) =>
  operateOn({ action: 'merge', ...asked }, person),
)
export const remove = action('errors:write', ids, (chosen, person) =>
  operateOn({ action: 'delete', ids: chosen }, person),
)
export const change = action(
  'errors:write',
  z.strictObject({ id, patch: signaturePatch }),
  ({ id, patch }, person) => changeSignature(id, patch, person),
)
export const undo = action(
  'errors:write',
  z.array(z.int()).min(1).max(500),
  async (entries, person) => {
    // What was done last is undone first.
    for (const entry of entries.toReversed()) await undoChange(errorUndoers, entry, person)
  },
)

/** Signatures that this one can be merged with, the most frequent first. */
export const findMergeable = action(
  'errors:read',
  z.strictObject({ id, q: z.string().max(200) }),
  async ({ id, q }, person) => {
    const reach = reachOf(person)
    const { projectId } = await getSignature(reach, id)
    const { items } = await listSignatures({
      ...{ reach, project: projectId, q: q.trim() || undefined },
      ...{ sort: 'count', limit: OFFERED + 1 },
    })
    return items
      .filter(signature => signature.id !== id)
      .slice(0, OFFERED)
      .map(signature => ({
        id: signature.id,
        title: titleOf(signature),
        count: signature.count,
      }))
  },
)

/** The newest kept errors of a signature. */
export const findExamples = action('errors:read', id, async (signature, person) => {
  const root = await knownRoot(reachOf(person), signature)
  const { items } = await examplesOf(root, { limit: OFFERED })
  return items.map(({ id, at, message }) => ({ id, at, message: message.slice(0, MESSAGE_SHOWN) }))
})

export const lookAtSplit = action(
  'errors:write',
  z.strictObject({ id, choice: splitChoice }),
  ({ id, choice }, person) => previewSplit(reachOf(person), id, choice),
)
export const split = action(
  'errors:write',
  z.strictObject({ id, part: splitInput }),
  ({ id, part }, person) => splitSignature(id, part, person),
)

export const lookAtReclassification = action('errors:write', id, async (signature, person) =>
  previewReclassification(await reclassifyScopeOf(reachOf(person), { signature })),
)
export const reclassify = action('errors:write', id, (signature, person) =>
  startReclassification({ signature }, person),
)
export const followReclassification = action('errors:read', id, (number, person) =>
  getReclassification(reachOf(person), number),
)

/** Makes one of the ready-made monitors. */
export const watch = action(
  'monitors:write',
  z.strictObject({ monitor: errorMonitorName, of: watched }),
  ({ monitor, of }, person) => watchErrors(monitor, of, person),
)
