import { Fieldset, MultiSelect, NumberInput } from '@mantine/core'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'
import { OptionalNumber } from '#app/(signed-in)/settings/projects/_form/optional-number.tsx'
import { protocolInWords } from '#app/(signed-in)/settings/projects/words.ts'
import { PROTOCOLS } from '#lib/projects/schema.ts'

/** What its senders may do, and how much. */
export function LimitFields({ form }: { form: ProjectFormState }) {
  const { protocols } = form.values
  return (
    <Fieldset legend="Limits" className={css.fields}>
      <div className={css.pair}>
        <OptionalNumber
          form={form}
          path="limits.messagesPerSecond"
          label="Messages a second"
          none="No limit"
        />
        <OptionalNumber
          form={form}
          path="limits.bytesPerSecond"
          label="Bytes a second"
          none="No limit"
        />
      </div>
      <div className={css.pair}>
        <NumberInput
          label="Signatures"
          description="Errors that would make one more are counted together."
          min={1}
          max={1_000_000}
          allowDecimal={false}
          thousandSeparator=","
          {...form.getInputProps('limits.signatures')}
        />
        <NumberInput
          label="Metrics and values of their filters"
          description="A number that would make one more is refused."
          min={1}
          max={1_000_000}
          allowDecimal={false}
          thousandSeparator=","
          {...form.getInputProps('limits.series')}
        />
      </div>
      <MultiSelect
        label="Protocols"
        placeholder={protocols?.length ? undefined : 'All'}
        data={PROTOCOLS.map(value => ({ value, label: protocolInWords(value) }))}
        value={protocols ?? []}
        onChange={chosen =>
          form.setFieldValue('protocols', chosen.length > 0 ? (chosen as typeof protocols) : null)
        }
        error={form.errors.protocols}
        clearable
      />
    </Fieldset>
  )
}
