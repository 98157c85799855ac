'use client'
import { Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { previewSchedule, type SchedulePreview } from '#app/(signed-in)/monitors/_editor/actions.ts'
import type { DraftForm } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import classes from '#app/(signed-in)/monitors/_editor/editor.module.css'
import { scheduleInWords } from '#lib/monitors/schedule-words.ts'

const TYPING_MS = 250

interface Props {
  form: DraftForm
  zones: string[]
}

/** The schedule with its words and its next times, which follow while it is typed. */
export function ScheduleField({ form, zones }: Props) {
  const { schedule, timezone } = form.values
  const preview = usePreview(schedule, timezone)

  return (
    <>
      <TextInput
        label="Schedule"
        classNames={{ input: classes.mono }}
        placeholder="* * * * *"
        spellCheck={false}
        autoComplete="off"
        {...form.getInputProps('schedule')}
        error={form.errors.schedule ?? preview?.problem}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        description={
          preview?.problem === null && (
            <Times preview={preview} zone={timezone} schedule={schedule} />
          )
        }
      />
      <Select
        label="Time zone"
        data={zones}
        searchable
        allowDeselect={false}
        limit={100}
        nothingFoundMessage="No such time zone"
        {...form.getInputProps('timezone')}
      />
    </>
  )
}

function Times({
  preview,
  zone,
  schedule,
}: {
  preview: SchedulePreview
  zone: string
  schedule: string
}) {
  return (
    <>
      <span className={classes.words}>{scheduleInWords(schedule, zone)}</span>
      <span className={classes.next}>
        next{' '}
        {preview.next.map(time => (
          <time key={time} dateTime={time}>
            {inZone(time, zone)}
          </time>
        ))}
      </span>
    </>
  )
}

/** Times of today show no day. */
function inZone(time: string, zone: string): string {
  const at = new Date(time)
  const day = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: zone,
  })
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: zone })
  return day.format(at) === day.format(new Date())
    ? clock.format(at)
    : `${day.format(at)} ${clock.format(at)}`
}

function usePreview(schedule: string, timezone: string): SchedulePreview | null {
  const [preview, setPreview] = useState<SchedulePreview | null>(null)
  const [asked] = useDebouncedValue(JSON.stringify({ schedule, timezone }), TYPING_MS)

  useEffect(() => {
    let outdated = false
    previewSchedule(JSON.parse(asked)).then(
      answer => {
        if (!outdated && answer.ok) setPreview(answer.data)
      },
      // The server is away: saving will say so, the words go on without it.
      () => {},
    )
    return () => {
      outdated = true
    }
  }, [asked])
  return preview
}
