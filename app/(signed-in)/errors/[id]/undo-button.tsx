'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { undo } from '#app/(signed-in)/errors/actions.ts'

export function UndoButton({ entry }: { entry: number }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const isOffered = useMay()('errors:write')
  const takeBack = () =>
    act(
      () => undo([entry]),
      () => router.refresh(),
    )
  if (!isOffered) return null
  return (
    <Button size="compact-sm" onClick={takeBack} disabled={isBusy}>
      Undo
    </Button>
  )
}
