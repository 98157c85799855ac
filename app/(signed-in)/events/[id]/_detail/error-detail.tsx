import { ButtonLink } from '#app/_ui/button-link.tsx'
import { LevelBadge } from '#app/_ui/level.tsx'
import { ExactTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/events/[id]/_detail/detail.module.css'
import { DetailHead } from '#app/(signed-in)/events/[id]/_detail/detail-head.tsx'
import { FactList } from '#app/(signed-in)/events/[id]/_detail/fact-list.tsx'
import type { TreeNode } from '#app/(signed-in)/events/[id]/_tree/rows.ts'

/** An error that was counted meanwhile, and the way to it. */
export function ErrorDetail({ node, onClose }: { node: TreeNode; onClose(): void }) {
  return (
    <article className={css.detail}>
      <DetailHead title={<LevelBadge level={node.level ?? 'error'} />} onClose={onClose}>
        <ButtonLink href={node.href ?? '#'} size="compact-xs">
          Open the error
        </ButtonLink>
      </DetailHead>
      <p className={css.failure}>{visible(node.label)}</p>
      <FactList
        facts={[
          ['at', <ExactTime key="at" at={node.start} />],
          ['host', visible(node.host)],
          ['program', visible(node.program ?? '')],
          ['project', node.project],
        ]}
      />
    </article>
  )
}
