'use client'

import { Button, TextInput } from '@mantine/core'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'
import { withItem } from '#app/(signed-in)/streams/triggers/_editor/entries.ts'
import { ExpressionField } from '#app/(signed-in)/streams/triggers/_editor/expression-field.tsx'
import { RemoveButton } from '#app/(signed-in)/streams/triggers/_editor/remove-button.tsx'
import { distinguishedBy } from '#lib/streams/definition/distinguished-by.ts'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'

type Entries = TriggerDefinition['distinguished_by']

interface Props {
  entries: Entries
  problems: Readonly<Record<string, string>>
  readOnly: boolean
  change(entries: Entries): void
}

/** The traits that tell one stream from another; a time can be made coarser. */
export function DistinguishingRows({ entries, problems, readOnly, change }: Props) {
  return (
    <section className={css.section} aria-label="What tells streams apart">
      <h2 className={css.heading}>What tells streams apart</h2>
      <p className={css.hint}>
        Events with the same values belong to one stream. A trait that is a time takes an expression
        to be coarser, such as <code>day</code>.
      </p>
      {entries.map((entry, i) => {
        const { name, expression = '' } = distinguishedBy(entry)
        const put = (to: string, by: string) =>
          change(withItem(entries, i, by === '' ? to : { [to]: by }))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: what they are is their place
          <div key={i} className={css.distinguishing}>
            <TextInput
              aria-label={`Trait ${i + 1}`}
              placeholder="trait"
              classNames={{ input: 'mono' }}
              spellCheck={false}
              disabled={readOnly}
              value={name}
              error={problems[`distinguished_by.${i}`]}
              onChange={event => put(event.currentTarget.value, expression)}
            />
            <ExpressionField
              label=""
              placeholder="as it is"
              purpose="distinguish"
              value={expression}
              readOnly={readOnly}
              error={problems[`distinguished_by.${i}.${name}`]}
              onChange={text => put(name, text)}
            />
            {!readOnly && (
              <RemoveButton
                what={name || 'this trait'}
                onClick={() => change(withItem(entries, i, null))}
              />
            )}
          </div>
        )
      })}
      {!readOnly && (
        <Button
          variant="default"
          size="xs"
          className={css.add}
          onClick={() => change([...entries, ''])}
        >
          + Trait
        </Button>
      )}
    </section>
  )
}
