import { POSTS } from '#lib/alerting/outbox/outbox.ts'
import { type Means, openSender } from '#lib/alerting/outbox/sender.ts'
import { SEND_LIMIT_MS } from '#lib/alerting/send.ts'
import { guardedFetch } from '#lib/http.ts'
import { nextPost } from '#lib/streams/posts/back-off.ts'
import { loadPosts, lockDuePosts, type Post } from '#lib/streams/posts/claim.ts'
import { type Doors, sendPost } from '#lib/streams/posts/send.ts'

export interface PostContext extends Means {
  doors?: Doors
  sendLimitMs?: number
  /** hears of every post that is given up */
  died?: (post: Post, error: string) => void
}

/** The queue's task `post`. It only wakes a lane and returns: no slow receiver holds up the queue. */
export interface PostTask {
  (payload: unknown): void
  /** resolves when nothing is being sent any more; to be awaited once `signal` is aborted */
  settled(): Promise<void>
}

/** Makes the task that sends what webhooks of pipelines send. Any number of engines may do so. */
export function postTask(context: PostContext): PostTask {
  const { pool, sendLimitMs = SEND_LIMIT_MS } = context
  const doors = context.doors ?? {
    admin: guardedFetch({ trust: 'admin' }),
    editor: guardedFetch({ trust: 'script', allow: [] }),
  }
  const { wake, settled } = openSender<string, Post>(
    {
      box: POSTS,
      due: async (client, lane, most) => ({
        ids: await lockDuePosts(client, lane, most),
        moreInMs: null,
      }),
      load: ids => loadPosts(pool, ids),
      send: (post, signal) => sendPost(pool, post, doors, { signal, limitMs: sendLimitMs }),
      retryAt: (claim, { status }, now) => nextPost(claim, status, now, Math.random()),
      ended(post, { kind, status }, became) {
        if (became === 'dead') context.died?.(post, kind ?? status)
      },
    },
    context,
  )
  const task = (payload: unknown) => wake((payload as { lane: string }).lane)
  return Object.assign(task, { settled })
}
