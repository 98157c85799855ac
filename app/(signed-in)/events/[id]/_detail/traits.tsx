import Link from 'next/link'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { conditionOn } from '#app/(signed-in)/events/[id]/_detail/condition.ts'
import css from '#app/(signed-in)/events/[id]/_detail/detail.module.css'

/** Deeper ones stand as JSON. */
const DEEPEST = 6

/** What an application told, nested as it did; a value leads to the events that have it, too. */
export function Traits({ traits }: { traits: Record<string, unknown> | null }) {
  if (!traits || Object.keys(traits).length === 0) return <p className="dim">It has none.</p>
  return <Entries of={traits} path={[]} />
}

function Entries({ of, path }: { of: object; path: string[] }) {
  return (
    <dl className={css.facts}>
      {Object.entries(of).map(([name, value]) => (
        <div key={name} className={isNested(value) ? css.nested : undefined}>
          <dt title={[...path, name].join('.')}>{visible(name)}</dt>
          <dd>
            <TraitValue value={value} path={[...path, name]} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0

function TraitValue({ value, path }: { value: unknown; path: string[] }) {
  if (isNested(value) && path.length < DEEPEST) return <Entries of={value} path={path} />
  const text = visible(typeof value === 'string' ? value : JSON.stringify(value))
  const condition = conditionOn(path, value)
  if (!condition) return <span className={css.value}>{text}</span>
  return (
    <Link
      href={`/events?${new URLSearchParams({ q: condition })}`}
      prefetch={false}
      className={css.value}
      title={`Events with ${condition}`}
    >
      {text || '""'}
    </Link>
  )
}
