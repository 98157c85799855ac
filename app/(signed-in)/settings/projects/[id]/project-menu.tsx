'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { removeProject } from '#app/(signed-in)/settings/projects/actions.ts'
import type { Contents } from '#lib/projects/data.ts'

interface Props {
  project: { id: number; name: string }
  contents: Contents
}

/** Deletes a project after it has told what goes with it. */
export function ProjectMenu({ project: { id, name }, contents }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const ask = () =>
    confirmDestroy({
      title: `Delete the project ${name}?`,
      children: lossOf(contents),
      label: 'Delete project',
      confirmed: () =>
        act(
          () => removeProject({ id }),
          () => router.push('/settings/projects'),
        ),
    })

  return (
    <Button onClick={ask} loading={isBusy}>
      Delete
    </Button>
  )
}

function lossOf({ signatures, examples, metrics, keys }: Contents): string {
  const counted = [
    count(keys, 'working key'),
    count(signatures, 'signature'),
    count(metrics, 'metric'),
  ].join(', ')
  return `With it go ${counted} with all counts, and ${count(examples, 'example')}. What its senders send from then on is refused, and what it claims is the default project’s. This cannot be undone.`
}

const count = (n: number, what: string) => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`
