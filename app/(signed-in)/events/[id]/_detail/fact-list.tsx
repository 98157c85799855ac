import type { ReactNode } from 'react'
import css from '#app/(signed-in)/events/[id]/_detail/detail.module.css'

/** Names and what they stand for; what is empty is left out. */
export function FactList({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className={css.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
