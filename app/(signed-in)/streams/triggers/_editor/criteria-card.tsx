'use client'

import { NumberInput, TagsInput, TextInput } from '@mantine/core'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'
import type { Entry } from '#app/(signed-in)/streams/triggers/_editor/entries.ts'
import { ExpressionField } from '#app/(signed-in)/streams/triggers/_editor/expression-field.tsx'
import { RemoveButton } from '#app/(signed-in)/streams/triggers/_editor/remove-button.tsx'
import { TraitRows } from '#app/(signed-in)/streams/triggers/_editor/trait-rows.tsx'

interface Props {
  /** `Match 1`, as statistics call it */
  title: string
  entry: Entry
  /** where it stands: `match_criteria.0` */
  path: string
  problems: Readonly<Record<string, string>>
  /** names of what tells streams apart, where they may be other traits in these events */
  mappable: readonly string[]
  readOnly: boolean
  change(entry: Entry | null): void
}

/** One of the criteria: which events it takes. */
export function CriteriaCard({ title, entry, path, problems, mappable, readOnly, change }: Props) {
  const { event_type, traits, timestamp = '', number, map_distinguished_by = {} } = entry
  return (
    <fieldset className={css.card} aria-label={title}>
      <div className={css.cardHead}>
        <span className={css.cardTitle}>{title}</span>
        {!readOnly && <RemoveButton what={title} onClick={() => change(null)} />}
      </div>
      <div className={css.cardMain}>
        <TagsInput
          label="Types of events"
          description="Like order.* – with ! before it, what is left out. None: all."
          classNames={{ input: 'mono' }}
          disabled={readOnly}
          acceptValueOnBlur
          value={typesOf(event_type)}
          onChange={types => change({ ...entry, event_type: types.length > 0 ? types : '*' })}
          error={problemIn(problems, `${path}.event_type`)}
        />
        {number !== undefined && (
          <NumberInput
            label="How many"
            description="events it takes"
            min={1}
            allowDecimal={false}
            disabled={readOnly}
            value={number}
            onChange={value => change({ ...entry, number: Number(value) || 1 })}
            error={problems[`${path}.number`]}
          />
        )}
      </div>
      <TraitRows
        traits={traits}
        path={`${path}.traits`}
        problems={problems}
        readOnly={readOnly}
        change={next => change({ ...entry, traits: next })}
      />
      <ExpressionField
        label="Only at these times"
        placeholder="any"
        purpose="within"
        value={timestamp}
        readOnly={readOnly}
        error={problems[`${path}.timestamp`]}
        onChange={text => change({ ...entry, timestamp: text || undefined })}
      />
      {mappable.length > 0 && (
        <div className={css.mappings}>
          {mappable.map(name => (
            <TextInput
              key={name}
              label={`${name} stands in`}
              placeholder={name}
              classNames={{ input: 'mono' }}
              spellCheck={false}
              disabled={readOnly}
              value={map_distinguished_by[name] ?? ''}
              error={problems[`${path}.map_distinguished_by.${name}`]}
              onChange={event =>
                change({
                  ...entry,
                  map_distinguished_by: mapped(
                    map_distinguished_by,
                    name,
                    event.currentTarget.value,
                  ),
                })
              }
            />
          ))}
        </div>
      )}
    </fieldset>
  )
}

const typesOf = (patterns: string | string[]) => {
  const all = [patterns].flat()
  return all.length === 1 && all[0] === '*' ? [] : all
}

const mapped = (names: Record<string, string>, name: string, to: string) => {
  const { [name]: _, ...others } = names
  return to === '' ? others : { ...others, [name]: to }
}

/** Of a list, what is wrong with one of its items. */
const problemIn = (problems: Props['problems'], path: string) =>
  problems[path] ?? Object.entries(problems).find(([at]) => at.startsWith(`${path}.`))?.[1]
