import { type Reach, whereReached } from '#lib/access/reach.ts'
import { db } from '#lib/db/client.ts'
import { type Signature, signaturesBy } from '#lib/errors/data.ts'
import { type RatioPart, type RatioStatistics, ratioStatistics } from '#lib/errors/ratio.ts'
import type { TimeRange } from '#lib/errors/schema.ts'
import { membersOf, type SignatureId } from '#lib/errors/signatures/data.ts'
import { UserError } from '#lib/failures.ts'
import { isId } from '#lib/storable.ts'

/** Everything about one signature. */
export interface SignatureDetail extends Signature {
  /** what made it: template, similarity, exception, fingerprint, rule or overflow */
  origin: string
  firstMessage: string
  /** its own threshold for the classifier `similarity`; null: the project's */
  threshold: number | null
  /** the rule: takes every message it is found in; null without one */
  regex: string | null
  ratio: RatioStatistics | null
  facets: Record<Facet, FacetValue[]>
  /** what was merged into it, directly or not */
  members: Member[]
  /** errors kept whole */
  examples: number
  createdAt: Date
}

export const FACETS = ['host', 'program', 'level', 'release'] as const
export type Facet = (typeof FACETS)[number]

export interface FacetValue {
  value: string
  count: number
  lastSeen: Date
}

export interface Member {
  id: number
  mergedInto: number
  template: string
  name: string
  count: number
}

const FACET_VALUES = 10

/**
 * One signature; the number of one that was merged gives what it was merged into. With a range it counts in that.
 * Null when there is none, or it was deleted.
 */
export async function findSignature(
  reach: Reach,
  id: number,
  range?: TimeRange,
): Promise<SignatureDetail | null> {
  const rootId = await rootOf(reach, id)
  if (rootId === null) return null
  const [[signature], own, members, facets] = await Promise.all([
    signaturesBy([rootId], range),
    ownFacts(rootId),
    membersIn(rootId),
    facetsOf(rootId),
  ])
  if (!signature || !own) return null
  return {
    ...{ ...signature, ...own, facets },
    ratio: ratioStatistics(members.map(({ ratio }) => ratio)),
    members: members.flatMap(({ ratio, mergedInto, ...member }) =>
      mergedInto === null ? [] : [{ ...member, mergedInto }],
    ),
  }
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getSignature(
  reach: Reach,
  id: number,
  range?: TimeRange,
): Promise<SignatureDetail> {
  const signature = await findSignature(reach, id, range)
  if (!signature) throw new UserError(`There is no signature ${id}.`, { code: 'not_found' })
  return signature
}

/** The signature that this one is or was merged into; null when there is none, or it was deleted. */
export async function rootOf(reach: Reach, id: number): Promise<SignatureId | null> {
  if (!isId(id)) return null
  const row = await db().signature.findFirst({
    where: { id, deletedAt: null, project: whereReached(reach) },
    select: { rootId: true },
  })
  return (row?.rootId as SignatureId | undefined) ?? null
}

type Own = Pick<
  SignatureDetail,
  'origin' | 'firstMessage' | 'threshold' | 'regex' | 'createdAt' | 'examples'
>

async function ownFacts(id: SignatureId): Promise<Own | null> {
  const [row] = await db().$queryRaw<Own[]>`
    select origin, first_message as "firstMessage", threshold, regex, created_at as "createdAt",
      (select count(*)::int from error_event where signature_id in (${membersOf([id])})) as examples
    from signature where id = ${id}`
  return row ?? null
}

interface MemberRow extends Omit<Member, 'mergedInto'> {
  mergedInto: number | null
  ratio: RatioPart
}

const membersIn = (id: SignatureId) => db().$queryRaw<MemberRow[]>`
  select id, merged_into as "mergedInto", template, name, count::float8 as count,
    jsonb_build_object('count', ratio_count, 'mean', ratio_mean, 'm2', ratio_m2) as ratio
  from signature where root_id = ${id} and deleted_at is null order by id`

async function facetsOf(id: SignatureId): Promise<SignatureDetail['facets']> {
  const rows = await db().$queryRaw<(FacetValue & { facet: Facet })[]>`
    select facet, value, count, "lastSeen" from (
      select facet, value, sum(count)::float8 as count, max(last_seen) as "lastSeen",
        row_number() over (partition by facet order by sum(count) desc, value) as place
      from error_facet where signature_id in (${membersOf([id])}) and value <> ''
        and facet = any(${[...FACETS]}::text[]) group by 1, 2) counted
    where place <= ${FACET_VALUES} order by count desc, value`
  const facets = Object.fromEntries(
    FACETS.map(facet => [facet, []]),
  ) as unknown as SignatureDetail['facets']
  for (const { facet, ...seen } of rows) facets[facet].push(seen)
  return facets
}
