'use client'
import { NumberInput, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { GroupsField } from '#app/_ui/groups-field.tsx'
import { ChosenField } from '#app/(signed-in)/monitors/_editor/chosen-field.tsx'
import type { Choices, DraftForm } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import classes from '#app/(signed-in)/monitors/_editor/editor.module.css'
import {
  BelieveField,
  EveryOkField,
  LateFields,
  NoDataField,
  RepeatField,
} from '#app/(signed-in)/monitors/_editor/policy-fields.tsx'
import { RunbookField } from '#app/(signed-in)/monitors/_editor/runbook-field.tsx'
import { ScheduleField } from '#app/(signed-in)/monitors/_editor/schedule-field.tsx'

const SECOND_MS = 1000

/** Everything about a monitor but its script. */
export function SettingsFields({ form, choices }: { form: DraftForm; choices: Choices }) {
  return (
    <div className={classes.fields}>
      <TextInput label="Name" maxLength={100} autoComplete="off" {...form.getInputProps('name')} />
      <ScheduleField form={form} zones={choices.zones} />
      <Switch
        label="Active"
        description="Runs on its schedule"
        {...form.getInputProps('active', { type: 'checkbox' })}
      />
      <BelieveField form={form} />
      <NoDataField form={form} />
      <ChosenField
        form={form}
        name="alerts"
        label="Tells"
        choices={choices.alerts}
        hint="Only these alerts are told"
      />
      <RepeatField form={form} />
      <EveryOkField form={form} />
      <ChosenField
        form={form}
        name="sources"
        label="May use"
        choices={choices.sources}
        hint="Only these sources can be called"
      />
      <TagsInput
        label="Tags"
        data={choices.tags}
        maxTags={20}
        acceptValueOnBlur
        splitChars={[',', ' ']}
        {...form.getInputProps('tags')}
        error={firstError(form, 'tags')}
      />
      <GroupsField
        offered={choices.groups}
        description="Only they see it; it may use what is limited to them."
        value={form.values.groups}
        onChange={chosen => form.setFieldValue('groups', chosen)}
        errors={form.errors}
      />
      <div className={classes.pair}>
        <TextInput
          label="Unit"
          placeholder="%, ms, …"
          maxLength={20}
          {...form.getInputProps('unit')}
        />
        <NumberInput
          label="Keep runs"
          suffix=" days"
          min={0}
          max={3650}
          allowDecimal={false}
          {...form.getInputProps('retainDays')}
        />
      </div>
      <LateFields form={form} />
      <TimeLimitField form={form} />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('description')}
      />
      <RunbookField form={form} />
    </div>
  )
}

function TimeLimitField({ form }: { form: DraftForm }) {
  return (
    <NumberInput
      label="Time limit"
      suffix=" s"
      min={0.1}
      max={300}
      decimalScale={1}
      value={form.values.timeoutMs / SECOND_MS}
      onChange={seconds => form.setFieldValue('timeoutMs', Math.round(Number(seconds) * SECOND_MS))}
      error={form.errors.timeoutMs}
    />
  )
}

const firstError = ({ errors }: DraftForm, name: string) =>
  errors[name] ?? Object.entries(errors).find(([path]) => path.startsWith(`${name}.`))?.[1]
