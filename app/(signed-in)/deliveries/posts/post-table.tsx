'use client'

import Link from 'next/link'
import { Fragment, useState } from 'react'
import { Opener, OpenerHead } from '#app/_ui/opener.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { ClockTime } from '#app/_ui/times.tsx'
import { useLive } from '#app/_ui/use-live.tsx'
import { AttemptList } from '#app/(signed-in)/deliveries/attempts.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import { DeliveryStatus } from '#app/(signed-in)/deliveries/delivery-status.tsx'
import { NextTry } from '#app/(signed-in)/deliveries/next-try.tsx'
import type { PostView } from '#lib/streams/posts/schema.ts'

/** What webhooks of pipelines send, newest first; each opens to its attempts. */
export function PostTable({ posts }: { posts: PostView[] }) {
  const [opened, setOpened] = useState<number | null>(null)
  useLive(['posts'])
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <OpenerHead label="Attempts" />
          <th>Status</th>
          <th>Stream of</th>
          <th>To</th>
          <th className="num">Bytes</th>
          <th className="num">At</th>
          <th className="num">Tries</th>
          <th className="num">Next try</th>
        </tr>
      </thead>
      <tbody>
        {posts.map(post => {
          const isOpen = opened === post.id
          return (
            <Fragment key={post.id}>
              <PostRow
                post={post}
                isOpen={isOpen}
                toggle={() => setOpened(isOpen ? null : post.id)}
              />
              {isOpen && (
                <tr className={css.opened}>
                  <td colSpan={8}>
                    <div className={css.attempts}>
                      <AttemptList attempts={post.attempts} log={post.log} />
                      <p className="dim">
                        {post.status === 'dead' && 'Given up. '}Its id at the receiver is{' '}
                        <code className="mono">{post.uid}</code>.
                      </p>
                    </div>
                  </td>
                </tr>
              )}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

interface RowProps {
  post: PostView
  isOpen: boolean
  toggle(): void
}

function PostRow({ post, isOpen, toggle }: RowProps) {
  const { id, status, sending, trigger, stream, occasion, attempts, lastError } = post
  return (
    <tr>
      <Opener isOpen={isOpen} label={`Attempts of post ${id}`} toggle={toggle} />
      <td>
        <DeliveryStatus status={status} sending={sending} title={lastError} />
      </td>
      <td className={css.trigger} title={trigger.name}>
        <Link href={`/streams/${stream}`} className={css.name}>
          {trigger.name}
        </Link>
        <span className="dim"> {occasion === 'fire' ? 'fired' : 'expired'}</span>
      </td>
      <td className={css.monitor} title={lastError ?? post.to}>
        <span className="mono">{post.to}</span>
        {lastError && <span className="dim"> {lastError}</span>}
      </td>
      <td className="num" data-label="Bytes">
        {post.bytes.toLocaleString('en')}
      </td>
      <td className="num">
        <ClockTime at={post.createdAt} />
      </td>
      <td className="num" data-label="Tries">
        {attempts}
      </td>
      <td className="num" data-empty={status === 'sent'}>
        <NextTry what={post} of="post" />
      </td>
    </tr>
  )
}
