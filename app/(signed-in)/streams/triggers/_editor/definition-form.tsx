'use client'

import { CriteriaList } from '#app/(signed-in)/streams/triggers/_editor/criteria-list.tsx'
import { DistinguishingRows } from '#app/(signed-in)/streams/triggers/_editor/distinguishing-rows.tsx'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'
import { EndingFields } from '#app/(signed-in)/streams/triggers/_editor/ending-fields.tsx'
import { distinguishedBy } from '#lib/streams/definition/distinguished-by.ts'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'

interface Props {
  definition: TriggerDefinition
  pipelines: readonly string[]
  problems: Readonly<Record<string, string>>
  readOnly: boolean
  change(fields: Partial<TriggerDefinition>): void
}

/** All of a definition but its name and debug level, which stand beside it. */
export function DefinitionForm({ definition, pipelines, problems, readOnly, change }: Props) {
  const { match_criteria, fire_criteria, distinguished_by } = definition
  const names = distinguished_by.map(entry => distinguishedBy(entry).name).filter(Boolean)
  return (
    <div className={css.form}>
      <CriteriaList
        label="Which events it takes"
        hint="An event is taken when any of these takes it; the first that does counts."
        each="Match"
        entries={match_criteria}
        fresh={{ event_type: '*', traits: {}, map_distinguished_by: {} }}
        path="match_criteria"
        mappable={names}
        {...{ problems, readOnly }}
        change={entries => change({ match_criteria: entries })}
      />
      <DistinguishingRows
        entries={distinguished_by}
        {...{ problems, readOnly }}
        change={entries => change({ distinguished_by: entries })}
      />
      <CriteriaList
        label="When it is complete"
        hint="A stream is complete once all of these have enough events in it."
        each="Fire"
        entries={fire_criteria}
        fresh={{ event_type: '*', traits: {}, number: 1 }}
        path="fire_criteria"
        {...{ problems, readOnly }}
        change={entries => change({ fire_criteria: entries })}
      />
      <EndingFields {...{ definition, pipelines, problems, readOnly, change }} />
    </div>
  )
}
