import type { PoolClient } from 'pg'
import { type Changer, type Reach, reachOf } from '#lib/access/reach.ts'
import { pool } from '#lib/db/client.ts'
import { remove } from '#lib/errors/operations/delete.ts'
import { changeFields, type FieldChange } from '#lib/errors/operations/fields.ts'
import { lockTrees } from '#lib/errors/operations/lock.ts'
import { merge } from '#lib/errors/operations/merge.ts'
import {
  projectOfSignature,
  readProject,
  refuseWithoutRules,
} from '#lib/errors/operations/rules.ts'
import type {
  BulkOperation,
  ReclassifyScope,
  SignaturePatch,
  SplitInput,
} from '#lib/errors/operations/schema.ts'
import {
  type Choice,
  planSplit,
  ruleFrom,
  type SplitPlan,
  split,
} from '#lib/errors/operations/split.ts'
import { setStates, type Verdict } from '#lib/errors/operations/states.ts'
import type { Scope } from '#lib/errors/reclassify/kept.ts'
import { start } from '#lib/errors/reclassify/start.ts'
import { inTransaction } from '#lib/transaction.ts'

/** Entries of the audit trail, each of which can be undone. */
export type Entries = number[]

const operate = <T>(work: (client: PoolClient) => Promise<T>) => inTransaction(pool(), work)

/** Renames a signature, sets its threshold, rule or state. What is so already is not noted. */
export const changeSignature = (id: number, patch: SignaturePatch, by: Changer): Promise<Entries> =>
  operate(async client => {
    const [signature] = await lockTrees(client, reachOf(by), [id])
    if (!signature) return []
    const fields = fieldsOf(patch)
    if (fields.regex) await refuseWithoutRules(client, signature.projectId)
    const entry = await changeFields(client, signature, actionOf(fields), fields, by)
    const verdict = verdictOf(patch)
    const states = verdict ? await setStates(client, [id], verdict, by) : []
    return entry === null ? states : [entry, ...states]
  })

/** Resolves, reopens, mutes, merges or deletes many signatures; all of them or none. */
export const operateOn = (operation: BulkOperation, by: Changer): Promise<Entries> =>
  operate(async client => {
    const { action, ids } = operation
    if (action === 'merge') return [await merge(client, operation.into, ids, by)]
    if (action === 'delete') return remove(client, ids, by)
    if (action === 'reopen') return setStates(client, ids, { state: 'open' }, by)
    if (action === 'mute') return setStates(client, ids, { state: 'muted', ...operation.muted }, by)
    return setStates(client, ids, resolved(operation.release), by)
  })

/** Which kept errors a split would take, and by which rule. */
export const previewSplit = (reach: Reach, id: number, choice: Choice): Promise<SplitPlan> =>
  operate(async client => {
    const [tree] = await lockTrees(client, reach, [id])
    const { moving, ...plan } = await planSplit(client, tree ?? { members: [] }, choice)
    return plan
  })

/** Founds a signature with a rule of its own out of a part of another. */
export const splitSignature = (id: number, { name, ...choice }: SplitInput, by: Changer) =>
  operate(client => split(client, id, choice, name, by))

/** Queues kept errors to be classified again. */
export const startReclassification = (scope: ReclassifyScope, by: Changer) =>
  operate(async client => start(client, await scopeIn(client, reachOf(by), scope), by))

/** Throws a UserError (`not_found`) when there is no such signature or project. */
export const reclassifyScopeOf = (reach: Reach, scope: ReclassifyScope): Promise<Scope> =>
  operate(client => scopeIn(client, reach, scope))

async function scopeIn(
  client: PoolClient,
  reach: Reach,
  { signature, project }: ReclassifyScope,
): Promise<Scope> {
  if (signature !== undefined)
    return { projectId: await projectOfSignature(client, reach, signature), signatureId: signature }
  return { projectId: (await readProject(client, reach, project ?? 0)).id, signatureId: null }
}

/** An empty expression is none. */
function fieldsOf({ name, threshold, regex }: SignaturePatch): FieldChange {
  if (regex) ruleFrom(regex)
  return {
    ...(name !== undefined && { name }),
    ...(threshold !== undefined && { threshold }),
    ...(regex !== undefined && { regex: regex || null }),
  }
}

const actionOf = (fields: FieldChange) =>
  Object.keys(fields).join() === 'name' ? 'rename' : 'change'

function verdictOf({ state, release, muted }: SignaturePatch): Verdict | null {
  if (state === undefined) return null
  if (state === 'resolved') return resolved(release)
  if (state === 'muted') return { state, until: null, above: null, ...muted }
  return { state }
}

const resolved = (release: string | undefined): Verdict =>
  release === undefined ? { state: 'resolved' } : { state: 'resolved', release }
