import { isValidElement, type ReactNode } from 'react'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/[id]/_example/example.module.css'

/** Named values; what is empty is left out. `inline`: one after the other. */
export function Facts({ facts, inline }: { facts: Record<string, unknown>; inline?: boolean }) {
  const known = Object.entries(facts).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return (
    <dl className={inline ? css.inline : css.facts}>
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{visible(name)}</dt>
          <dd>{shown(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function shown(value: unknown): ReactNode {
  if (isValidElement(value)) return value
  const isPlain = typeof value !== 'object'
  return <bdi>{visible(isPlain ? String(value) : JSON.stringify(value))}</bdi>
}
