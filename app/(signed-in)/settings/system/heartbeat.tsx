'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { RelativeTime } from '#app/_ui/times.tsx'
import settings from '#app/(signed-in)/settings/settings.module.css'
import { endHeartbeat, keepHeartbeat } from '#app/(signed-in)/settings/system/actions.ts'
import css from '#app/(signed-in)/settings/system/system.module.css'
import { useSaving } from '#app/(signed-in)/settings/use-saving.ts'
import type { HeartbeatView } from '#lib/health/heartbeat/data.ts'

interface Props {
  heartbeat: HeartbeatView | null
  /** what is changed here holds until the next start of an engine */
  isFromEnvironment: boolean
}

/** An address that is called for as long as alerts could be told; the service behind it tells when that stops. */
export function Heartbeat({ heartbeat, isFromEnvironment }: Props) {
  const router = useRouter()
  const form = useForm({ initialValues: { url: '' } })
  const may = useMay()
  const isFixed = isFromEnvironment || !may('settings:write')

  const { isBusy, act, submit } = useSaving(form, {
    save: keepHeartbeat,
    told: 'Saved. The first call comes with the next minute.',
    after: form.reset,
  })
  const end = () =>
    confirmDestroy({
      title: 'End the heartbeat?',
      children:
        'Its alert and its monitor are deleted. The service that expects the calls will say that they stopped.',
      label: 'End heartbeat',
      confirmed: () =>
        act(
          () => endHeartbeat({}),
          () => router.refresh(),
        ),
    })

  return (
    <>
      <p className={css.words}>
        Belfry cannot tell you that it is unable to tell you anything. A service that expects to be
        called every minute can: Healthchecks, Dead Man’s Snitch, or one like them. The calls go the
        way that alarms go, so whatever stops alarms stops them.
      </p>
      <p className={css.words}>
        <State heartbeat={heartbeat} />
        {isFromEnvironment && ' It is set by BELFRY_HEARTBEAT_URL.'}
      </p>
      {!isFixed && (
        <form onSubmit={submit} className={css.form}>
          <TextInput
            label={heartbeat ? 'Another address' : 'Address to call'}
            placeholder="https://hc-ping.com/…"
            w={400}
            {...form.getInputProps('url')}
          />
          <Button type="submit" disabled={isBusy || form.values.url.trim() === ''}>
            Save
          </Button>
          {heartbeat && (
            <Button variant="subtle" color="red" disabled={isBusy} onClick={end}>
              End heartbeat
            </Button>
          )}
        </form>
      )}
    </>
  )
}

function State({ heartbeat }: Pick<Props, 'heartbeat'>) {
  if (!heartbeat) return 'There is none.'
  const { isOn, monitor, lastAt, error } = heartbeat
  if (!isOn) return <span className={settings.trouble}>Its alert is switched off.</span>
  if (!monitor) return <span className={settings.trouble}>No monitor tells it.</span>
  return (
    <>
      <Link href={`/monitors/${monitor.id}`}>{monitor.name}</Link>
      {monitor.active ? ' beats; ' : ' is paused; '}
      {lastAt ? (
        <>
          the address was last called <RelativeTime at={lastAt} />.
        </>
      ) : (
        'the address was not called yet.'
      )}
      {error && <span className={settings.trouble}> Since then: {error}</span>}
    </>
  )
}
