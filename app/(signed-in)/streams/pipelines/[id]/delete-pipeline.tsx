'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { removePipeline } from '#app/(signed-in)/streams/pipelines/actions.ts'
import type { PipelineUser } from '#lib/streams/pipelines/data.ts'

interface Props {
  id: number
  name: string
  usedBy: PipelineUser[]
}

export function DeletePipeline({ id, name, usedBy }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const remove = () =>
    act(
      () => removePipeline(id),
      () => router.push('/streams/pipelines'),
    )
  const ask = () =>
    confirmDestroy({
      title: `Delete the pipeline “${name}”?`,
      children: 'It can be brought back from the audit trail, as long as no other has its name.',
      label: 'Delete pipeline',
      confirmed: remove,
    })
  const isUsed = usedBy.length > 0
  return (
    <Button
      onClick={ask}
      loading={isBusy}
      disabled={isUsed}
      title={isUsed ? 'Triggers use it' : undefined}
    >
      Delete
    </Button>
  )
}
