import { Fieldset, MultiSelect, NumberInput } from '@mantine/core'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'
import { protocolInWords } from '#app/(signed-in)/settings/projects/words.ts'
import { PROTOCOLS } from '#lib/projects/schema.ts'

/** What its senders may do, and how much. */
export function LimitFields({ form }: { form: ProjectFormState }) {
  const { protocols } = form.values
  return (
    <Fieldset legend="Limits" className={css.fields}>
      <div className={css.pair}>
        <Rate form={form} field="messagesPerSecond" label="Messages a second" />
        <Rate form={form} field="bytesPerSecond" label="Bytes a second" />
      </div>
      <NumberInput
        label="Signatures"
        description="Errors that would make one more are counted together."
        min={1}
        max={1_000_000}
        thousandSeparator=","
        {...form.getInputProps('limits.signatures')}
      />
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

interface RateProps {
  form: ProjectFormState
  field: 'messagesPerSecond' | 'bytesPerSecond'
  label: string
}

function Rate({ form, field, label }: RateProps) {
  const { value, onChange, ...rest } = form.getInputProps(`limits.${field}`)
  return (
    <NumberInput
      label={label}
      placeholder="No limit"
      min={1}
      thousandSeparator=","
      allowDecimal={false}
      value={value ?? ''}
      onChange={next => onChange(next === '' ? null : next)}
      {...rest}
    />
  )
}
