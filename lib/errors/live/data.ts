import { ofReachedProject } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { LEVELS } from '#lib/errors/event.ts'
import {
  NEWEST_LIMIT,
  type NewestError,
  type NewestErrors,
  type NewestFilter,
} from '#lib/errors/live/schema.ts'
import { likePattern } from '#lib/like.ts'

/** Older ones are not what comes in now; a filter that nothing fits looks at no more than these. */
const LOOKED_AT = 20_000
const TEXT_SHOWN = 500
const RATE_SECONDS = 10

type Row = Omit<NewestError, 'level' | 'at'> & { level: number; at: Date }

/** The newest errors of which the whole was kept, and how many there are a second, kept or not. */
export async function readNewest(reach: Reach, filter: NewestFilter): Promise<NewestErrors> {
  const [rows, [rate]] = await Promise.all([
    db().$queryRaw<Row[]>`
      with looked_at as (
        select * from error_event order by id desc limit ${LOOKED_AT})
      select e.id::float8 as id, s.root_id as "signatureId", e.at, p.name as project, e.level, e.host,
        e.program, left(e.message, ${TEXT_SHOWN}) as message
      from looked_at e join project p on p.id = e.project_id join signature s on s.id = e.signature_id
      where ${Prisma.join(conditionsOf(reach, filter), ' and ')}
      order by e.id desc limit ${NEWEST_LIMIT}`,
    db().$queryRaw<{ perSecond: number }[]>`
      select coalesce(sum(c.count), 0)::float8 / ${RATE_SECONDS} as "perSecond"
      from error_second c join signature s on s.id = c.signature_id join project p on p.id = s.project_id
      where c.at > now() - make_interval(secs => ${RATE_SECONDS}) and c.at <= now() and ${ofProject(reach, filter)}`,
  ])
  const items = rows.map(({ level, at, ...row }) => ({
    ...row,
    level: LEVELS[level] ?? 'error',
    at: at.toISOString(),
  }))
  return { items, perSecond: rate?.perSecond ?? 0 }
}

const ofProject = (reach: Reach, { project }: NewestFilter) => Prisma.sql`
  ${ofReachedProject(reach, Prisma.sql`p.id`)} and
  ${project === undefined ? Prisma.sql`true` : Prisma.sql`p.name = ${project}`}`

function conditionsOf(reach: Reach, filter: NewestFilter): Prisma.Sql[] {
  const { level, host, q } = filter
  const conditions = [ofProject(reach, filter), Prisma.sql`s.deleted_at is null`]
  if (level) conditions.push(Prisma.sql`e.level <= ${LEVELS.indexOf(level)}::int`)
  if (host) conditions.push(Prisma.sql`e.host = ${host}`)
  if (q) {
    const pattern = likePattern(q)
    conditions.push(
      Prisma.sql`(e.message ilike ${pattern} or e.program ilike ${pattern} or e.host ilike ${pattern})`,
    )
  }
  return conditions
}
