import type { PoolClient } from 'pg'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Undo } from '#lib/audit/undo.ts'
import { cannotUndo } from '#lib/audit/undoer.ts'
import { lockSignatures as lockProjectSignatures } from '#lib/errors/classify/mutations.ts'
import { type Expression, readExpression } from '#lib/errors/classify/rules/expression.ts'
import { commonText } from '#lib/errors/operations/common-text.ts'
import { type LockedTree, lockTrees, titleOf } from '#lib/errors/operations/lock.ts'
import { attach } from '#lib/errors/operations/merge.ts'
import { moveEvents } from '#lib/errors/operations/move.ts'
import { projectOfSignature, refuseWithoutRules } from '#lib/errors/operations/rules.ts'
import { tellClassifier, tellErrors } from '#lib/errors/operations/tell.ts'
import { treesToUndo } from '#lib/errors/operations/trees-to-undo.ts'
import { UserError } from '#lib/failures.ts'

/** What is to be split off: kept errors, for whose common text a rule is made, or an expression. */
export interface Choice {
  events?: number[] | undefined
  regex?: string | undefined
}

export interface SplitPlan {
  regex: string
  template: string
  /** the kept errors that the rule takes, newest first */
  taken: number[]
  /** how many are kept */
  kept: number
}

interface KeptMessage {
  id: number
  signatureId: number
  message: string
}

/** What a split would do. Throws a UserError when the choice makes no rule, or one that takes nothing. */
export async function planSplit(
  client: PoolClient,
  { members }: Pick<LockedTree, 'members'>,
  choice: Choice,
): Promise<SplitPlan & { moving: KeptMessage[] }> {
  const { rows: kept } = await client.query<KeptMessage>(
    `select id::float8 as id, signature_id as "signatureId", message from error_event
     where signature_id = any($1::int[]) order by id desc`,
    [members],
  )
  const { expression, template } = ruleOf(choice, kept)
  const moving = kept.filter(({ message }) => expression.isIn(message))
  if (moving.length === 0)
    throw new UserError('The expression is found in none of the kept errors.', {
      fields: { regex: 'is found in none of the kept errors' },
    })
  const taken = moving.map(({ id }) => id)
  return { regex: expression.source, template, taken, kept: kept.length, moving }
}

function ruleOf({ events, regex }: Choice, kept: readonly KeptMessage[]) {
  if (regex !== undefined) return { expression: ruleFrom(regex), template: regex }
  const chosen = kept.filter(({ id }) => events?.includes(id))
  if (chosen.length === 0 || chosen.length < (events?.length ?? 0))
    throw new UserError('Choose errors that are kept of this signature.', {
      fields: { events: 'are not all kept of this signature' },
    })
  const common = commonText(chosen.map(({ message }) => message))
  if (!common)
    throw new UserError('The chosen errors have no word in common. Give an expression instead.', {
      fields: { events: 'have no word in common' },
    })
  return { expression: ruleFrom(common.regex), template: common.template }
}

/** Reads an expression; one that is found in everything would take every message of the project. */
export function ruleFrom(regex: string): Expression {
  const expression = readExpression(regex)
  if (expression.isIn(''))
    throw new UserError('The expression takes every message.', {
      fields: { regex: 'takes every message' },
    })
  return expression
}

/**
 * Founds a signature with a rule of its own, and moves the kept errors that the rule takes to it, each with its count;
 * later ones follow. Answers the new signature and the trail's entry.
 */
export async function split(
  client: PoolClient,
  id: number,
  choice: Choice,
  name: string,
  by: Changer,
): Promise<{ id: number; entry: number; moved: number }> {
  const projectId = await projectOfSignature(client, reachOf(by), id)
  await refuseWithoutRules(client, projectId)
  // Who adds signatures to a project does so before any of their rows is locked.
  await lockProjectSignatures(client, projectId)
  const [tree] = (await lockTrees(client, reachOf(by), [id])) as [LockedTree]
  const plan = await planSplit(client, tree, choice)
  const founded = await found(client, tree.id, plan, name)
  const why = { by: 'rules', ratio: null, matched: plan.regex }
  await moveEvents(
    client,
    plan.moving.map(event => ({ eventId: event.id, from: event.signatureId, to: founded, why })),
  )
  await tellClassifier(client, tree.projectId)
  await tellErrors(client, [tree.id, founded])
  const { regex, taken } = plan
  const entry = await recordChange(client, {
    ...{ actor: by, action: 'split', subject: 'signature', subjectId: tree.id },
    name: titleOf(tree),
    change: { from: tree.id, founded, regex, moved: taken.length },
  })
  return { id: founded, entry, moved: taken.length }
}

/** Its times and level come with the errors that move. */
async function found(
  client: PoolClient,
  from: number,
  { regex, template, moving }: SplitPlan & { moving: KeptMessage[] },
  name: string,
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `with next as (select nextval(pg_get_serial_sequence('signature', 'id'))::int as id),
     taken as (
       select min(at) as first, max(at) as last, min(level) as level from error_event
       where id = any($6::bigint[]))
     insert into signature (id, root_id, project_id, origin, template, first_message, name, regex, level, first_seen, last_seen)
     select next.id, next.id, project_id, 'rule', $2, $3, $4, $5, taken.level, taken.first, taken.last
     from next, taken, signature s where s.id = $1 returning id`,
    [...[from, template, moving.at(-1)?.message ?? '', name, regex], moving.map(event => event.id)],
  )
  return rows[0]?.id ?? 0
}

/** Lets what was split off count as part of where it came from again, and takes its rule away. */
export const undoSplit: Undo = async (client, { change }, by) => {
  const { from, founded, regex } = change as { from: number; founded: number; regex: string }
  const trees = await treesToUndo(client, reachOf(by), [from, founded])
  const part = trees.find(tree => tree.id === founded)
  if (!part) throw cannotUndo(`signature ${founded} was merged into another one since`)
  if (part.regex !== regex) throw cannotUndo(`the rule of signature ${founded} was changed since`)

  await client.query('update signature set regex = null where id = $1', [founded])
  const origin = trees.find(tree => tree.members.includes(from))
  if (origin && origin !== part) await attach(client, origin, [part])
  await tellClassifier(client, part.projectId)
}
