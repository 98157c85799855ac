import { Checkbox, Fieldset, NumberInput } from '@mantine/core'
import { EventRules } from '#app/(signed-in)/settings/projects/_form/event-rules.tsx'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'

/** Which events are taken, and which of them are kept. */
export function EventFields({ form }: { form: ProjectFormState }) {
  return (
    <Fieldset legend="Events" className={css.fields}>
      <EventRules form={form} />
      <div className={css.pair}>
        <NumberInput
          label="Refuse what ended longer ago (days)"
          min={1}
          max={366}
          allowDecimal={false}
          {...form.getInputProps('settings.events.pastDays')}
        />
        <NumberInput
          label="Refuse what is further ahead (minutes)"
          min={0}
          max={1_440}
          allowDecimal={false}
          thousandSeparator=","
          {...form.getInputProps('settings.events.futureMinutes')}
        />
      </div>
      <Checkbox
        label="Keep notifications that no definition takes"
        description="They become events with the traits service, request_id and tenant_id."
        {...form.getInputProps('settings.events.catchAll', { type: 'checkbox' })}
      />
    </Fieldset>
  )
}
