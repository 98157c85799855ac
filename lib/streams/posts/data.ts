import { ofReachedProject } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'
import { pageOf } from '#lib/paging.ts'
import type { Target } from '#lib/streams/handlers/contract.ts'
import {
  type PostFilter,
  type PostView,
  receiverOf,
  type WholePost,
} from '#lib/streams/posts/schema.ts'

/** Attempts shown of one post, the newest. */
const LOG_LIMIT = 100

/** The posts that fit, newest first, as the API pages them. */
export async function listPosts(
  reach: Reach,
  filter: PostFilter & { limit?: number | undefined; cursor?: string | undefined },
) {
  const { limit = 100, cursor } = filter
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw badCursor()
  const before = cursor === undefined ? Prisma.sql`true` : Prisma.sql`p.id < ${BigInt(cursor)}`
  const rows = await rowsOf(Prisma.sql`${fits(reach, filter)} and ${before}`, limit + 1)
  return itemsOf(rows.map(viewOf), limit, ({ id }) => id)
}

/** One page of them for people, newest first. */
export async function postPage(
  reach: Reach,
  filter: PostFilter,
  asked: string | undefined,
  size = 50,
) {
  const where = fits(reach, filter)
  const counted = await db().$queryRaw<{ total: number }[]>`
    select count(*)::int as total from post p where ${where}`
  const total = counted[0]?.total ?? 0
  const page = pageOf(total, asked, size)
  const rows = await rowsOf(where, size, page.offset)
  return { items: rows.map(viewOf), page, total }
}

/** One with its body. Throws a UserError when there is none within reach. */
export async function getPost(reach: Reach, id: number): Promise<WholePost> {
  const [row] = await rowsOf(Prisma.sql`p.id = ${id} and ${fits(reach, {})}`, 1)
  if (!row) throw new UserError(`There is no post ${id}.`, { code: 'not_found' })
  const { body } = await db().post.findUniqueOrThrow({
    where: { id: BigInt(id) },
    select: { body: true },
  })
  return { ...viewOf(row), body: JSON.parse(body) }
}

interface Row
  extends Omit<PostView, 'trigger' | 'createdAt' | 'nextAttemptAt' | 'finishedAt' | 'log'> {
  trigger: string
  triggerId: number
  target: Target
  createdAt: Date
  nextAttemptAt: Date | null
  finishedAt: Date | null
  log: (Omit<PostView['log'][number], 'at'> & { at: string })[]
}

const rowsOf = (where: Prisma.Sql, limit: number, offset = 0) => db().$queryRaw<Row[]>`
  select p.id::float8 as id, p.uid::text as uid, project.name as project, p.trigger_id as "triggerId", p.trigger,
    p.stream_id::text as stream, p.occasion, p.target, p.status::text as status, p.attempts,
    p.created_at as "createdAt", p.next_attempt_at as "nextAttemptAt", p.finished_at as "finishedAt",
    coalesce(p.status = 'queued' and p.claimed_until > now(), false) as sending,
    p.last_error as "lastError", octet_length(p.body) as bytes,
    array(
      select jsonb_build_object('at', at, 'durationMs', duration_ms, 'ok', ok, 'status', status, 'error', error)
      from (select * from post_attempt where post_id = p.id order by id desc limit ${LOG_LIMIT}) newest
      order by id) as log
  from post p join project on project.id = p.project_id
  where ${where} order by p.id desc limit ${limit} offset ${offset}`

function fits(reach: Reach, { stream, status, q }: PostFilter): Prisma.Sql {
  const part = likePattern(q ?? '')
  const conditions = [
    ofReachedProject(reach, Prisma.sql`p.project_id`),
    ...(stream === undefined ? [] : [Prisma.sql`p.stream_id = ${BigInt(stream)}`]),
    ...(status ? [Prisma.sql`p.status = ${status}::delivery_status`] : []),
    ...(q
      ? [
          Prisma.sql`(p.trigger ilike ${part} or p.last_error ilike ${part}
            or p.lane ilike ${part})`,
        ]
      : []),
  ]
  return Prisma.join(conditions, ' and ')
}

const viewOf = ({ target, trigger, triggerId, ...row }: Row): PostView => ({
  ...row,
  ...receiverOf(target),
  trigger: { id: triggerId, name: trigger },
  createdAt: row.createdAt.toISOString(),
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
  log: row.log.map(attempt => ({ ...attempt, at: new Date(attempt.at).toISOString() })),
})
