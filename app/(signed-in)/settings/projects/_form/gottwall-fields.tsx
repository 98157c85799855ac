import { Fieldset, TextInput } from '@mantine/core'
import css from '#app/(signed-in)/settings/projects/_form/form.module.css'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'
import { OptionalNumber } from '#app/(signed-in)/settings/projects/_form/optional-number.tsx'

const DELIMITERS = [
  ['streamAuth', 'After the header, over TCP'],
  ['datagramAuth', 'After the header, over UDP'],
  ['chunk', 'After each message'],
] as const

/** What GottWall's clients put between header and messages, and for how long a header is good. */
export function GottwallFields({ form }: { form: ProjectFormState }) {
  return (
    <Fieldset legend="GottWall’s clients" className={css.fields}>
      <div className={css.pair}>
        {DELIMITERS.map(([name, label]) => (
          <TextInput
            key={name}
            label={label}
            classNames={{ input: 'mono' }}
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps(`settings.metrics.gottwall.${name}`)}
          />
        ))}
        <OptionalNumber
          form={form}
          path="settings.metrics.gottwall.freshSeconds"
          label="Signed headers are good for (seconds)"
          none="For ever"
        />
      </div>
    </Fieldset>
  )
}
