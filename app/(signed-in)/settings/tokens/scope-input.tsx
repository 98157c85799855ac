import { Checkbox } from '@mantine/core'
import { Fragment } from 'react'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import type { Right } from '#lib/access/rights.ts'

interface Props {
  /** that may be chosen */
  rights: readonly Right[]
  value: readonly Right[]
  onChange: (value: Right[]) => void
}

/** Single rights, a line for each noun. */
export function ScopeInput({ rights, value, onChange }: Props) {
  return (
    <fieldset className={css.scope}>
      <legend className="dim">It may do only what is ticked.</legend>
      {byNoun(rights).map(([noun, ofNoun]) => (
        <Fragment key={noun}>
          <span>{noun}</span>
          <span className={css.verbs}>
            {ofNoun.map(right => (
              <Checkbox
                key={right}
                size="xs"
                label={right.split(':')[1]}
                aria-label={right}
                checked={value.includes(right)}
                onChange={({ currentTarget: { checked } }) =>
                  onChange(checked ? [...value, right] : value.filter(one => one !== right))
                }
              />
            ))}
          </span>
        </Fragment>
      ))}
    </fieldset>
  )
}

function byNoun(rights: readonly Right[]): [string, Right[]][] {
  const nouns = new Map<string, Right[]>()
  for (const right of rights) {
    const noun = right.split(':')[0] ?? ''
    nouns.set(noun, [...(nouns.get(noun) ?? []), right])
  }
  return [...nouns]
}
