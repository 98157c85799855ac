import { ofReachedProject } from '#lib/access/reach/data.ts'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { sendAgain } from '#lib/alerting/outbox/again.ts'
import { POSTS } from '#lib/alerting/outbox/outbox.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma } from '#lib/db/change.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import type { Target } from '#lib/streams/handlers/contract.ts'
import { getPost } from '#lib/streams/posts/data.ts'
import { receiverOf, type WholePost } from '#lib/streams/posts/schema.ts'

/**
 * Has a post sent again at once: one that waits for its next time, or a dead one, which is given up again if that fails more than a
 * day after it was made. Throws a UserError for what was sent or is under way.
 */
export async function retryPost(id: number, by: Changer): Promise<WholePost> {
  const reach = reachOf(by)
  await db().$transaction(async tx => {
    const [found] = await tx.$queryRaw<Standing[]>`
      select status::text, trigger, target, coalesce(claimed_until > now(), false) as sending
      from post where id = ${id}::int8 and ${ofReachedProject(reach, Prisma.sql`project_id`)} for update`
    refuseRetry(id, found)
    await sendAgain(overPrisma(tx), POSTS, id)
    await recordChange(overPrisma(tx), {
      ...{ actor: by, action: 'retry', subject: 'post', subjectId: id },
      change: { trigger: found.trigger, to: receiverOf(found.target).to, was: found.status },
    })
  })
  return getPost(reach, id)
}

interface Standing {
  status: 'queued' | 'sent' | 'dead'
  trigger: string
  target: Target
  sending: boolean
}

function refuseRetry(id: number, found: Standing | undefined): asserts found {
  if (!found) throw new UserError(`There is no post ${id}.`, { code: 'not_found' })
  const reason = found.status === 'sent' ? 'was sent' : found.sending ? 'is being sent' : undefined
  if (reason) throw new UserError(`Post ${id} ${reason}.`, { code: 'conflict' })
}
