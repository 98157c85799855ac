'use client'
import { Input, NumberInput, Select, Switch } from '@mantine/core'
import { StateShape } from '#app/_ui/state.tsx'
import type { DraftForm } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import classes from '#app/(signed-in)/monitors/_editor/editor.module.css'

const MINUTE_MS = 60_000
const BELIEVED = ['ALARM', 'OK', 'ERROR'] as const

/** After how many runs in a row each outcome is believed. */
export function BelieveField({ form }: { form: DraftForm }) {
  const error = BELIEVED.map(state => form.errors[`policy.after.${state}`]).find(Boolean)
  return (
    <Input.Wrapper
      label="Believe"
      labelElement="div"
      error={error}
      description="after so many runs in a row"
    >
      <div className={classes.believe}>
        {BELIEVED.map(state => (
          <NumberInput
            key={state}
            aria-label={`Runs in a row until ${state} is believed`}
            leftSection={<StateShape state={state} />}
            min={1}
            max={100}
            allowDecimal={false}
            {...form.getInputProps(`policy.after.${state}`, { withError: false })}
          />
        ))}
      </div>
    </Input.Wrapper>
  )
}

const NO_DATA = [
  { value: 'error', label: 'ERROR' },
  { value: 'alarm', label: 'ALARM' },
  { value: 'ok', label: 'OK' },
  { value: 'keep', label: 'Keep the state' },
]

/** What a run without data comes to. */
export function NoDataField({ form }: { form: DraftForm }) {
  const { then, maxAgeMs } = form.values.policy.noData
  return (
    <div className={then === 'keep' ? classes.pair : undefined}>
      <Select
        label="Without data"
        data={NO_DATA}
        allowDeselect={false}
        {...form.getInputProps('policy.noData.then')}
      />
      {then === 'keep' && (
        <NumberInput
          label="for, then ERROR"
          min={0}
          max={43_200}
          suffix=" min"
          value={maxAgeMs / MINUTE_MS}
          onChange={value =>
            form.setFieldValue('policy.noData.maxAgeMs', Math.round(Number(value) * MINUTE_MS))
          }
          error={form.errors['policy.noData.maxAgeMs']}
        />
      )}
    </div>
  )
}

const OVERLAP = [
  { value: 'skip', label: 'Skip the new run' },
  { value: 'queue', label: 'Queue one' },
]
const MISSED = [
  { value: 'run', label: 'Run the last one' },
  { value: 'note', label: 'Only note it' },
]

/** What happens when a run can't start in time. */
export function LateFields({ form }: { form: DraftForm }) {
  return (
    <div className={classes.pair}>
      <Select
        label="Still running"
        data={OVERLAP}
        allowDeselect={false}
        {...form.getInputProps('policy.overlap')}
      />
      <Select
        label="Missed"
        data={MISSED}
        allowDeselect={false}
        {...form.getInputProps('policy.missed')}
      />
    </div>
  )
}

/** Whether it is told again while the monitor stays bad. */
export function RepeatField({ form }: { form: DraftForm }) {
  const { onChange, value, ...rest } = form.getInputProps('policy.repeatMinutes')
  return (
    <NumberInput
      label="Tell again while bad"
      placeholder="Never"
      prefix="every "
      suffix=" min"
      min={1}
      max={10_080}
      allowDecimal={false}
      {...rest}
      value={value ?? ''}
      onChange={minutes => onChange(minutes === '' ? null : minutes)}
    />
  )
}

/** Whether each run that is OK is told, for whoever expects a sign of life. */
export const EveryOkField = ({ form }: { form: DraftForm }) => (
  <Switch
    label="Tell each run that is OK, too"
    description="A sign of life, for alerts that expect one"
    {...form.getInputProps('policy.everyOk', { type: 'checkbox' })}
  />
)
