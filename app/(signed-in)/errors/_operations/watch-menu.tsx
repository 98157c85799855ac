'use client'

import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import Link from 'next/link'
import type { z } from 'zod'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'
import { watch } from '#app/(signed-in)/errors/actions.ts'
import type { ErrorMonitor, watched } from '#lib/errors/monitors.ts'

interface Props {
  /** `Watch this view` */
  label: string
  offers: { monitor: ErrorMonitor; label: string; description: string }[]
  /** what they are to watch */
  of: z.input<typeof watched>
}

const SHOWN_MS = 12_000

/** Makes a monitor with one click; it can be changed like any other. */
export function WatchMenu({ label, offers, of }: Props) {
  const { isBusy, act } = useAction()
  const isOffered = useMay()('monitors:write')
  const make = (monitor: ErrorMonitor) =>
    act(
      () => watch({ monitor, of }),
      ({ id, name }) =>
        notifications.show({
          autoClose: SHOWN_MS,
          message: (
            <span className={css.done}>
              It is watched by “{name}”. <Link href={`/monitors/${id}`}>Open the monitor</Link>
            </span>
          ),
        }),
    )

  if (!isOffered) return null
  return (
    <Menu position="bottom-end" width={340}>
      <Menu.Target>
        <Button variant="filled" disabled={isBusy}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Makes a monitor that is in ALARM when …</Menu.Label>
        {offers.map(offer => (
          <Menu.Item key={offer.monitor} onClick={() => make(offer.monitor)}>
            {offer.label}
            <div className={css.note}>{offer.description}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
