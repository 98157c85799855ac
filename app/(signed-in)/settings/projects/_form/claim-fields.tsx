import { Fieldset, MultiSelect, TagsInput } from '@mantine/core'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'
import { listenerInWords } from '#app/(signed-in)/settings/projects/words.ts'
import { LISTENERS } from '#lib/projects/schema.ts'

const SPLIT = [',', ' ']

/** What is the project's although it carries no key. */
export function ClaimFields({ form }: { form: ProjectFormState }) {
  return (
    <Fieldset legend="Takes without a key" className={css.fields}>
      <TagsInput
        label="From these networks"
        placeholder="10.1.0.0/16"
        splitChars={SPLIT}
        acceptValueOnBlur
        {...form.getInputProps('claims.networks')}
      />
      <MultiSelect
        label="On these listeners"
        data={LISTENERS.map(value => ({ value, label: listenerInWords(value) }))}
        {...form.getInputProps('claims.listeners')}
      />
      <TagsInput
        label="From these Redis lists"
        placeholder="incoming"
        acceptValueOnBlur
        {...form.getInputProps('claims.lists')}
      />
    </Fieldset>
  )
}
