import Link from 'next/link'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { one } from '#app/_ui/query.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { ExampleView } from '#app/(signed-in)/errors/[id]/_example/example.tsx'
import css from '#app/(signed-in)/errors/[id]/examples-tab.module.css'
import type { TabProps } from '#app/(signed-in)/errors/[id]/tabs-panel.tsx'
import { type Example, examplesOf } from '#lib/errors/examples/data.ts'
import type { SignatureId } from '#lib/errors/signatures/data.ts'
import type { Items } from '#lib/items.ts'

const LISTED = 25
const MESSAGE_SHOWN = 160

/** The errors that were kept, the newest first, and one of them in full. */
export async function ExamplesTab({ signature, query, hrefOf }: TabProps) {
  const before = one(query, 'before')
  const { items, next } = await readExamples(signature.id, before)
  const shown = items.find(({ id }) => String(id) === one(query, 'example')) ?? items[0]
  if (!shown)
    return (
      <EmptyState title="No example is kept">
        The counts stay for longer than the errors themselves; the next one that comes is kept.
      </EmptyState>
    )

  return (
    <div className={css.examples}>
      <nav aria-label="Examples" className={css.list}>
        {items.map(({ id, at, host, message }) => (
          <Link
            key={id}
            href={hrefOf({ example: String(id) })}
            scroll={false}
            prefetch={false}
            className={css.item}
            aria-current={id === shown.id ? 'true' : undefined}
          >
            <span className={css.when}>
              <ClockTime at={at} />
              <span className={css.host}>{visible(host)}</span>
            </span>
            <bdi className={css.message}>{visible(message.slice(0, MESSAGE_SHOWN))}</bdi>
          </Link>
        ))}
        {(next || before) && (
          <span className={css.pages}>
            {before && <Link href={hrefOf({ before: undefined, example: undefined })}>Newest</Link>}
            {next && <Link href={hrefOf({ before: next, example: undefined })}>Older</Link>}
          </span>
        )}
      </nav>
      <ExampleView example={shown} />
    </div>
  )
}

/** A mistyped place in the list is its beginning. */
function readExamples(id: SignatureId, before: string | undefined): Promise<Items<Example>> {
  const cursor = before && /^\d{1,15}$/.test(before) ? before : undefined
  return examplesOf(id, { limit: LISTED, cursor })
}
