'use client'
import { Input, MultiSelect, SegmentedControl } from '@mantine/core'
import type { Choice, DraftForm } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import classes from '#app/(signed-in)/monitors/_editor/editor.module.css'

interface Props {
  form: DraftForm
  name: 'sources' | 'alerts'
  label: string
  choices: Choice[]
  /** what choosing some means */
  hint: string
}

/** All there are, also those to come, or chosen ones. */
export function ChosenField({ form, name, label, choices, hint }: Props) {
  const chosen = form.values[name]
  // What was chosen once and has gone since stays visible, so that it can be taken out.
  const gone = (chosen ?? []).filter(key => !choices.some(choice => choice.key === key))
  const options = [
    ...choices.map(({ key }) => ({ value: key, label: key })),
    ...gone.map(key => ({ value: key, label: `${key} (gone)` })),
  ]

  return (
    <Input.Wrapper label={label} labelElement="div" error={errorOf(form, name)}>
      <SegmentedControl
        fullWidth
        aria-label={label}
        data={[
          { value: 'all', label: `All ${name}` },
          { value: 'chosen', label: 'Chosen' },
        ]}
        value={chosen === null ? 'all' : 'chosen'}
        onChange={value => form.setFieldValue(name, value === 'all' ? null : [])}
      />
      {chosen !== null && (
        <MultiSelect
          className={classes.below}
          aria-label={`${label}: chosen ${name}`}
          placeholder={chosen.length === 0 ? 'None' : undefined}
          description={hint}
          inputWrapperOrder={['input', 'description']}
          data={options}
          searchable
          hidePickedOptions
          nothingFoundMessage={`No other ${name}`}
          value={chosen}
          onChange={keys => form.setFieldValue(name, keys)}
        />
      )}
    </Input.Wrapper>
  )
}

const errorOf = ({ errors }: DraftForm, name: string) =>
  errors[name] ?? Object.entries(errors).find(([path]) => path.startsWith(`${name}.`))?.[1]
