'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { ASKED, askedOf, criterionOf } from '#app/(signed-in)/streams/triggers/_editor/criterion.ts'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'
import { withName } from '#app/(signed-in)/streams/triggers/_editor/entries.ts'
import { RemoveButton } from '#app/(signed-in)/streams/triggers/_editor/remove-button.tsx'
import type { Criterion } from '#lib/streams/criteria/schema.ts'

const CHOICES = Object.entries(ASKED).map(([value, label]) => ({ value, label }))

interface Props {
  traits: Readonly<Record<string, Criterion>>
  /** where they stand: `match_criteria.0.traits` */
  path: string
  problems: Readonly<Record<string, string>>
  readOnly: boolean
  change(traits: Record<string, Criterion>): void
}

/** What the traits of an event are asked; all of it has to hold. */
export function TraitRows({ traits, path, problems, readOnly, change }: Props) {
  const rows = Object.entries(traits)
  return (
    <div className={css.rows}>
      {rows.map(([name, criterion], i) => (
        <TraitRow
          // A name changes while it is typed; rows are only ever added at the end.
          // biome-ignore lint/suspicious/noArrayIndexKey: said above
          key={i}
          {...{ name, criterion, readOnly }}
          problem={problems[`${path}.${name}`]}
          change={to => change(withName(traits, name, to))}
        />
      ))}
      {!readOnly && (
        <Button
          variant="subtle"
          size="xs"
          className={css.add}
          disabled={Object.hasOwn(traits, '')}
          onClick={() => change({ ...traits, '': '' })}
        >
          + Trait
        </Button>
      )}
    </div>
  )
}

interface RowProps {
  name: string
  criterion: Criterion
  problem: string | undefined
  readOnly: boolean
  change(to: readonly [string, Criterion] | null): void
}

function TraitRow({ name, criterion, problem, readOnly, change }: RowProps) {
  const { asked, value } = askedOf(criterion)
  const ask = (to: Partial<ReturnType<typeof askedOf>>) =>
    change([name, criterionOf({ asked, value, ...to }, criterion)])
  return (
    <div className={css.trait}>
      <TextInput
        aria-label="Trait"
        placeholder="trait"
        classNames={{ input: 'mono' }}
        spellCheck={false}
        disabled={readOnly}
        value={name}
        onChange={event => change([event.currentTarget.value, criterion])}
      />
      <Select
        aria-label={`What ${name || 'the trait'} is asked`}
        data={CHOICES}
        allowDeselect={false}
        disabled={readOnly}
        value={asked}
        onChange={to => to && ask({ asked: to as typeof asked })}
      />
      <TextInput
        aria-label={`Value of ${name || 'the trait'}`}
        placeholder={asked === 'within' ? 'day($timestamp)' : 'value'}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        disabled={readOnly}
        value={value}
        error={problem}
        onChange={event => ask({ value: event.currentTarget.value })}
      />
      {!readOnly && <RemoveButton what={name || 'this trait'} onClick={() => change(null)} />}
    </div>
  )
}
