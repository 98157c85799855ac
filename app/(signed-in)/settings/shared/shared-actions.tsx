'use client'

import { Button, Modal } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { SharedAddresses } from '#app/_ui/share/shared-addresses.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { revokeChart } from '#app/(signed-in)/settings/shared/actions.ts'
import { ChangeForm } from '#app/(signed-in)/settings/shared/change-form.tsx'
import type { SharedView } from '#lib/charts/shared/schema.ts'

interface Props {
  chart: SharedView
  name: string
}

/** What can be done with a shared chart: have its addresses again, change it, revoke it. */
export function SharedActions({ chart, name }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const [shown, show] = useState<'addresses' | 'form' | null>(null)
  const close = () => show(null)
  const changed = () => {
    close()
    router.refresh()
  }
  const revoke = () =>
    confirmDestroy({
      title: `Revoke ${name}?`,
      children:
        'Wherever its address stands it is not shown from now on. This cannot be undone: shared anew it has another address.',
      label: 'Revoke chart',
      confirmed: () => act(() => revokeChart({ id: chart.id }), router.refresh),
    })
  const buttons = [
    { label: 'Addresses', onClick: () => show('addresses') },
    { label: 'Change', onClick: () => show('form') },
    { label: 'Revoke', onClick: revoke },
  ]
  return (
    <>
      <Button.Group style={{ justifyContent: 'flex-end' }}>
        {buttons.map(({ label, onClick }) => (
          <Button
            key={label}
            size="compact-xs"
            onClick={onClick}
            disabled={isBusy}
            aria-label={`${label}: ${name}`}
          >
            {label}
          </Button>
        ))}
      </Button.Group>
      <Modal opened={shown !== null} onClose={close} title={name} size="lg">
        {shown === 'addresses' && <SharedAddresses chart={chart} onClose={close} />}
        {shown === 'form' && <ChangeForm chart={chart} changed={changed} />}
      </Modal>
    </>
  )
}
