import { Button, Input, TagsInput } from '@mantine/core'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'

const PATH = 'settings.metrics.sets'

/** The filters that are counted together, a line for each set. */
export function FilterSets({ form }: { form: ProjectFormState }) {
  const { sets } = form.values.settings.metrics
  return (
    <Input.Wrapper
      label="Filters counted together"
      description="Each filter counts for itself. What is to be read together, like country and device, is a set."
      error={form.errors[PATH]}
    >
      <div className={css.sets}>
        {sets.map((filters, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a set has no name but its place
          <div key={index} className={css.set}>
            <TagsInput
              aria-label={`Set ${index + 1}`}
              placeholder={filters.length === 0 ? 'country' : undefined}
              splitChars={[',']}
              acceptValueOnBlur
              {...form.getInputProps(`${PATH}.${index}`)}
            />
            <Button
              variant="subtle"
              color="gray"
              aria-label={`Remove set ${index + 1}`}
              onClick={() => form.removeListItem(PATH, index)}
            >
              Remove
            </Button>
          </div>
        ))}
        <Button onClick={() => form.insertListItem(PATH, [])}>Add a set</Button>
      </div>
    </Input.Wrapper>
  )
}
