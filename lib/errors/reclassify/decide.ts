import type { Pool, PoolClient } from 'pg'
import { everything } from '#lib/access/reach.ts'
import type { Classification, Saved, Verdict } from '#lib/errors/classify/contract.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import type { Move } from '#lib/errors/operations/move.ts'
import { readProject } from '#lib/errors/operations/rules.ts'
import type { KeptEvent } from '#lib/errors/reclassify/kept.ts'

/** The classification as the intake would open it now. */
export async function classificationOf(pool: Pool, client: PoolClient, projectId: number) {
  const { settings, limits } = await readProject(client, everything, projectId)
  const { classifiers, threshold } = settings.errors
  const { signatures } = limits
  return openClassification(pool, projectId, { classifiers, threshold, signatures })
}

/** Where kept errors belong as of now: a move for each that is in another signature. */
export interface Decided {
  moves: Move[]
  saved: Saved
  /** templates that became more general */
  templates: Map<number, string>
}

/**
 * Classifies kept errors and stores what was founded, inside the caller's transaction. What was merged is one: an error
 * stays where it is when it belongs to another part of the same signature.
 */
export async function decide(
  client: PoolClient,
  classification: Classification,
  kept: readonly KeptEvent[],
): Promise<Decided> {
  const verdicts = kept.map(({ event }) => classification.classify(event))
  const saved = await classification.save(client)
  const targets = verdicts.map(({ group }) => saved.signatureOf(group))
  const roots = await rootsOf(client, [...targets, ...kept.map(({ signatureId }) => signatureId)])
  const moves = kept.flatMap(({ id, signatureId: from }, i): Move[] => {
    const [to, verdict] = [targets[i] as number, verdicts[i] as Verdict]
    if (!roots.has(to) || roots.get(from) === roots.get(to)) return []
    return [{ eventId: id, from, to, why: whyOf(verdict) }]
  })
  return { moves, saved, templates: newTemplates(verdicts, saved) }
}

const whyOf = ({ by, ratio, matched }: Verdict) => ({ by, ratio, matched: matched.toWellFormed() })

function newTemplates(verdicts: readonly Verdict[], saved: Saved): Map<number, string> {
  const templates = new Map<number, string>()
  for (const { group } of verdicts) {
    const template = saved.newTemplateOf(group)
    if (template !== null) templates.set(saved.signatureOf(group), template)
  }
  return templates
}

/** Without deleted ones. */
async function rootsOf(client: PoolClient, ids: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await client.query<{ id: number; rootId: number }>(
    `select id, root_id as "rootId" from signature where id = any($1::int[]) and deleted_at is null`,
    [[...new Set(ids)]],
  )
  return new Map(rows.map(({ id, rootId }) => [id, rootId]))
}
