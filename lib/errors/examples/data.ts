import { ofReachedProject } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { type Details, type Exception, LEVELS, type LevelName } from '#lib/errors/event.ts'
import { type Variable, variablesOf } from '#lib/errors/examples/variables.ts'
import { membersOf, type SignatureId } from '#lib/errors/signatures/data.ts'
import { listEvents, type StoredEvent } from '#lib/events/data.ts'
import { wholeTree } from '#lib/events/tree/question.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'

/** A whole error that was kept, and why it is where it is. */
export interface Example {
  id: number
  /** where it was counted; a signature that was merged into another keeps its own */
  signatureId: number
  at: Date
  receivedAt: Date
  /** by which way it came in */
  input: string
  level: LevelName
  host: string
  program: string
  message: string
  release: string | null
  environment: string | null
  traceId: string | null
  uid: string | null
  /** what put it here: a classifier, `exception`, `fingerprint` or `overflow`; how alike; which text or rule took it */
  why: { by: string; ratio: number | null; matched: string }
  details: Details & { exceptions?: Exception[]; fingerprint?: string[] }
}

type Row = Omit<Example, 'level' | 'why'> & {
  level: number
  by: string
  ratio: number | null
  matched: string
}

const COLUMNS = Prisma.sql`id::float8 as id, signature_id as "signatureId", at, received_at as "receivedAt", input,
  level, host, program, message, release, environment, trace_id as "traceId", uid, classifier as by, ratio, matched, details`

/** The kept errors of a signature and of what was merged into it, newest first. */
export async function examplesOf(
  signatureId: SignatureId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Items<Example>> {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw badCursor()
  const before = cursor === undefined ? Prisma.sql`true` : Prisma.sql`id < ${cursor}::int8`
  const rows = await db().$queryRaw<Row[]>`
    select ${COLUMNS} from error_event
    where signature_id in (${membersOf([signatureId])}) and ${before} order by error_event.id desc limit ${limit + 1}`
  return itemsOf(rows.map(exampleOf), limit, ({ id }) => id)
}

/** Throws a UserError (`not_found`) when it is not kept, or not any more. */
export async function getExample(reach: Reach, id: number): Promise<Example> {
  const [row] = await db().$queryRaw<Row[]>`
    select ${COLUMNS} from error_event where id = ${id}::int8 and ${isReached(reach)}`
  if (!row) throw new UserError(`The error ${id} is not kept.`, { code: 'not_found' })
  return exampleOf(row)
}

const isReached = (reach: Reach) => ofReachedProject(reach, Prisma.sql`project_id`)

/** The id of the events that it belongs to: as its sender calls it, or its trace. */
export function contextIdOf({ details, traceId }: Pick<Example, 'details' | 'traceId'>) {
  const told = details.extra?.contextId
  return typeof told === 'string' || typeof told === 'number' ? String(told) : traceId
}

function exampleOf({ by, ratio, matched, level, ...row }: Row): Example {
  return { ...row, level: LEVELS[level] ?? 'error', why: { by, ratio, matched } }
}

/** As many of the newest messages tell what stands in the template's variables. */
const VARIABLE_SAMPLE = 500

/** What stood in each variable of the signature's template, in the kept errors, most frequent first. */
export async function templateVariables(signatureId: SignatureId): Promise<Variable[]> {
  const rows = await db().$queryRaw<{ template: string; message: string }[]>`
    select s.template, e.message
    from signature s cross join lateral (
      select message from error_event where signature_id in (${membersOf([signatureId])})
      order by id desc limit ${VARIABLE_SAMPLE}) e
    where s.id = ${signatureId}`
  return variablesOf(
    rows[0]?.template ?? '',
    rows.map(row => row.message),
  )
}

/** What applications told of the same trace. */
export type RelatedEvent = Pick<StoredEvent, 'uid' | 'type' | 'at' | 'host' | 'traits'>

export interface Related {
  errors: Example[]
  events: RelatedEvent[]
}

const RELATED_LIMIT = 100

/** What else is known of the same work, by its trace id, oldest first; of each kind the newest hundred. */
export async function relatedTo(reach: Reach, traceId: string): Promise<Related> {
  const [errors, events] = await Promise.all([
    db().$queryRaw<Row[]>`
      select ${COLUMNS} from error_event where trace_id = ${traceId} and ${isReached(reach)}
      order by at desc limit ${RELATED_LIMIT}`,
    listEvents(wholeTree(reach, traceId), { limit: RELATED_LIMIT }),
  ])
  return {
    errors: errors.map(exampleOf).reverse(),
    events: events.items
      .map(({ uid, type, at, host, traits }) => ({ uid, type, at, host, traits }))
      .reverse(),
  }
}
