import { Fieldset, MultiSelect, NumberInput, Select } from '@mantine/core'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'
import { classifierInWords } from '#app/(signed-in)/settings/projects/words.ts'
import { CLASSIFIERS } from '#lib/errors/classify/contract.ts'
import { LEVELS } from '#lib/errors/event.ts'

const BELOW = [
  { value: 'drop', label: 'dropped and counted' },
  { value: 'keep', label: 'kept as events' },
]

/** What counts as an error, and how errors are put together. */
export function ErrorFields({ form }: { form: ProjectFormState }) {
  const { classifiers } = form.values.settings.errors
  return (
    <Fieldset legend="Errors" className={css.fields}>
      <div className={css.pair}>
        <Select
          label="Count as errors"
          data={LEVELS.map(value => ({ value, label: `${value} and worse` }))}
          allowDeselect={false}
          {...form.getInputProps('settings.errors.level')}
        />
        <Select
          label="What is less bad is"
          data={BELOW}
          allowDeselect={false}
          {...form.getInputProps('settings.errors.below')}
        />
      </div>
      <MultiSelect
        label="Classifiers"
        description="Asked in this order; the first that knows a message decides."
        data={CLASSIFIERS.map(value => ({ value, label: classifierInWords(value) }))}
        {...form.getInputProps('settings.errors.classifiers')}
      />
      <div className={css.pair}>
        <NumberInput
          label="Examples kept of a signature"
          min={1}
          max={10_000}
          allowDecimal={false}
          {...form.getInputProps('settings.errors.keepEvents')}
        />
        {classifiers.includes('similarity') && (
          <NumberInput
            label="Alike from"
            min={0}
            max={1}
            step={0.05}
            decimalScale={2}
            {...form.getInputProps('settings.errors.threshold')}
          />
        )}
      </div>
    </Fieldset>
  )
}
