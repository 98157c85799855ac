'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { addMonitors } from '#app/(signed-in)/settings/system/actions.ts'
import css from '#app/(signed-in)/settings/system/system.module.css'

/** Offers the monitors by which Belfry watches itself, to installations that do not have them. */
export function BuiltIn({ missing }: { missing: readonly string[] }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const may = useMay()
  const add = () =>
    act(
      () => addMonitors({}),
      added => {
        notifications.show({
          message: added === 1 ? 'Added 1 monitor.' : `Added ${added} monitors.`,
        })
        router.refresh()
      },
    )
  return (
    <>
      <p className={css.words}>
        Belfry watches itself by monitors like all others, to be changed, paused and deleted like
        all others. Not there: {missing.map(name => `“${name}”`).join(', ')}.
      </p>
      {may('monitors:write') && (
        <Button onClick={add} disabled={isBusy}>
          Add {missing.length === 1 ? 'it' : 'them'}
        </Button>
      )}
    </>
  )
}
