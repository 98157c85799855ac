'use client'

import { NumberInput, Select } from '@mantine/core'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'
import { ExpressionField } from '#app/(signed-in)/streams/triggers/_editor/expression-field.tsx'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'

interface Props {
  definition: TriggerDefinition
  pipelines: readonly string[]
  problems: Readonly<Record<string, string>>
  readOnly: boolean
  change(fields: Partial<TriggerDefinition>): void
}

/** When a stream ends, and what is run then. */
export function EndingFields({ definition, pipelines, problems, readOnly, change }: Props) {
  const pipeline = (field: 'fire_pipeline' | 'expire_pipeline', label: string) => (
    <Select
      label={label}
      placeholder="nothing"
      data={[...new Set([...pipelines, ...[definition[field] ?? []].flat()])]}
      searchable
      clearable
      disabled={readOnly}
      nothingFoundMessage="There is no such pipeline"
      value={definition[field] ?? null}
      onChange={name => change({ [field]: name ?? undefined })}
      error={problems[field]}
    />
  )
  return (
    <section className={css.section} aria-label="How it ends">
      <h2 className={css.heading}>How it ends</h2>
      <div className={css.ending}>
        {pipeline('fire_pipeline', 'When it is complete, run')}
        <NumberInput
          label="After"
          suffix=" s"
          min={0}
          disabled={readOnly}
          value={definition.fire_delay}
          onChange={seconds => change({ fire_delay: Number(seconds) || 0 })}
          error={problems.fire_delay}
        />
      </div>
      {pipeline('expire_pipeline', 'When its time is over, run')}
      <ExpressionField
        label="Its time is over at"
        placeholder="$last + 1h"
        purpose="expiry"
        value={definition.expiration}
        readOnly={readOnly}
        error={problems.expiration}
        onChange={expiration => change({ expiration })}
      />
    </section>
  )
}
