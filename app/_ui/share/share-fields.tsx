import { Select, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { RANGES, type RangeKey } from '#app/_ui/range/range.ts'
import css from '#app/_ui/share/share.module.css'
import { EXPIRIES, type Expiry, expiresAt } from '#app/(signed-in)/settings/tokens/expiry.ts'

export interface ShareValues {
  name: string
  range: RangeKey
  expiry: Expiry
  /** its last day, where `expiry` is `date`: `2027-01-31` */
  date: string
}

export const useShareForm = (initialValues: ShareValues) => useForm({ initialValues })

/** What is saved of them. */
export const settingsOf = ({ name, range, expiry, date }: ShareValues) => ({
  ...{ name, range, expiresAt: expiresAt(expiry, date) },
})

const SPANS = RANGES.map(({ key, words }) => ({ value: key, label: words }))

/** What a shared chart is called, which time it shows and for how long it is shown. */
export function ShareFields({ form }: { form: UseFormReturnType<ShareValues> }) {
  return (
    <>
      <TextInput label="Title" data-autofocus autoComplete="off" {...form.getInputProps('name')} />
      <div className={css.line}>
        <Select label="Shows" data={SPANS} allowDeselect={false} {...form.getInputProps('range')} />
        <Select
          label="Shared for"
          data={[...EXPIRIES]}
          allowDeselect={false}
          {...form.getInputProps('expiry')}
        />
        {form.values.expiry === 'date' && (
          <TextInput
            type="date"
            label="Last day"
            required
            {...form.getInputProps('date')}
            error={form.errors.expiresAt}
          />
        )}
      </div>
    </>
  )
}
