import { Button, Input, NumberInput, TextInput } from '@mantine/core'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'

const PATH = 'settings.events.rules'

/** How many events of which types are kept, a line for each rule; a share is set in percent. */
export function EventRules({ form }: { form: ProjectFormState }) {
  const { rules } = form.values.settings.events
  return (
    <Input.Wrapper
      label="Types of which not all are kept"
      description="The first rule that fits a type decides; a * at the end stands for any rest. Events of one tree are kept or dropped together: 1 % keeps one tree of a hundred, 0 % none."
      error={form.errors[PATH]}
    >
      <div className={css.sets}>
        {rules.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place
          <div key={index} className={css.rule}>
            <TextInput
              aria-label={`Type ${index + 1}`}
              placeholder="request.cache*"
              autoComplete="off"
              spellCheck={false}
              {...form.getInputProps(`${PATH}.${index}.type`)}
            />
            <NumberInput
              aria-label={`Share of ${rule.type || `type ${index + 1}`} that is kept`}
              suffix=" %"
              min={0}
              max={100}
              decimalScale={4}
              value={inPercent(rule.keep)}
              error={form.errors[`${PATH}.${index}.keep`]}
              onChange={share => form.setFieldValue(`${PATH}.${index}.keep`, Number(share) / 100)}
            />
            <Button
              variant="subtle"
              color="gray"
              aria-label={`Remove rule ${index + 1}`}
              onClick={() => form.removeListItem(PATH, index)}
            >
              Remove
            </Button>
          </div>
        ))}
        <Button onClick={() => form.insertListItem(PATH, { type: '', keep: 0 })}>Add a rule</Button>
      </div>
    </Input.Wrapper>
  )
}

/** Without what binary fractions leave: 0.07 × 100 is 7. */
const inPercent = (share: number) => Number((share * 100).toPrecision(12))
