import { Fieldset, NumberInput, Select, TagsInput } from '@mantine/core'
import { FilterSets } from '#app/(signed-in)/settings/projects/_form/filter-sets.tsx'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'
import { OptionalNumber } from '#app/(signed-in)/settings/projects/_form/optional-number.tsx'

const KEPT = [
  ['minute', 'Keep minutes (days)'],
  ['hour', 'Keep hours (days)'],
  ['day', 'Keep days and weeks (days)'],
  ['month', 'Keep months and years (days)'],
] as const

/** How numbers are counted, and for how long they are kept. */
export function MetricFields({ form, zones }: { form: ProjectFormState; zones: string[] }) {
  return (
    <Fieldset legend="Metrics" className={css.fields}>
      <Select
        label="Time zone"
        description="Days, weeks, months and years begin when its clocks say so. What was counted before a change stays where it is."
        data={zones}
        searchable
        allowDeselect={false}
        limit={100}
        nothingFoundMessage="No such time zone"
        {...form.getInputProps('settings.metrics.timezone')}
      />
      <FilterSets form={form} />
      <TagsInput
        label="Filters from OpenTelemetry’s resources"
        description="What a program says of itself, beside the attributes of each number."
        maxTags={10}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        {...form.getInputProps('settings.metrics.otlp.resource')}
      />
      <div className={css.pair}>
        <OptionalNumber
          form={form}
          path="settings.metrics.pastDays"
          label="Refuse what is older (days)"
          none="Never too old"
        />
        <NumberInput
          label="Refuse what is further ahead (minutes)"
          min={0}
          max={1_000_000}
          allowDecimal={false}
          thousandSeparator=","
          {...form.getInputProps('settings.metrics.futureMinutes')}
        />
      </div>
      <div className={css.pair}>
        {KEPT.map(([period, label]) => (
          <OptionalNumber
            key={period}
            form={form}
            path={`settings.metrics.keepDays.${period}`}
            label={label}
            none="For ever"
          />
        ))}
      </div>
    </Fieldset>
  )
}
