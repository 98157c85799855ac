import { Skeleton } from '@mantine/core'
import Link from 'next/link'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import { Late } from '#app/_ui/late.tsx'
import { LevelBadge } from '#app/_ui/level.tsx'
import { ExactTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/events/[id]/_detail/detail.module.css'
import { DetailHead } from '#app/(signed-in)/events/[id]/_detail/detail-head.tsx'
import { FactList } from '#app/(signed-in)/events/[id]/_detail/fact-list.tsx'
import { StreamsOf } from '#app/(signed-in)/events/[id]/_detail/streams-of.tsx'
import { Traits } from '#app/(signed-in)/events/[id]/_detail/traits.tsx'
import { useEvent } from '#app/(signed-in)/events/[id]/_detail/use-event.ts'
import { lasted } from '#app/(signed-in)/events/[id]/_tree/lasted.ts'
import type { TreeNode } from '#app/(signed-in)/events/[id]/_tree/rows.ts'

interface Props {
  id: string
  node: TreeNode
  /** that were counted within it */
  errors: readonly TreeNode[]
  onClose(): void
}

/** One event in full: when and where, its errors, its traits. */
export function EventDetail({ id, node, errors, onClose }: Props) {
  const reading = useEvent(id, node.key)
  const event = reading && 'event' in reading ? reading.event : null
  return (
    <article className={css.detail}>
      <DetailHead title={visible(node.type)} onClose={onClose}>
        {event && <CopyButton text={JSON.stringify(event, null, 2)} label="Copy as JSON" />}
      </DetailHead>
      {node.failure !== null && <p className={css.failure}>{visible(node.failure)}</p>}
      <FactList
        facts={[
          ['start', <ExactTime key="start" at={node.start} />],
          ['took', lasted(node.end - node.start)],
          ['host', visible(node.host)],
          ['process', node.pid],
          ['project', node.project],
          ['uid', visible(node.key)],
        ]}
      />
      {errors.length > 0 && (
        <section className={css.part}>
          <h3>Errors</h3>
          <ul className={css.errors}>
            {errors.map(error => (
              <li key={error.key}>
                <LevelBadge level={error.level ?? 'error'} />{' '}
                <Link href={error.href ?? '#'} prefetch={false}>
                  {visible(error.label) || '(no text)'}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <StreamsOf id={id} uid={node.key} />
      <section className={css.part} aria-busy={reading === null}>
        <h3>Traits</h3>
        {reading === null && (
          <Late>
            <Skeleton height={12} width="60%" />
          </Late>
        )}
        {reading && 'problem' in reading && <p className={css.failure}>{reading.problem}</p>}
        {event && <Traits traits={event.traits} />}
      </section>
    </article>
  )
}
