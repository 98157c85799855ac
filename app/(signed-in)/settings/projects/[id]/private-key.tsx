import { Button } from '@mantine/core'
import { useState } from 'react'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import css from '#app/(signed-in)/settings/projects/[id]/project.module.css'
import { showKey } from '#app/(signed-in)/settings/projects/actions.ts'

/** Fetched only when someone asks to see it. */
export function PrivateKey({ projectId, keyId }: { projectId: number; keyId: number }) {
  const [shown, setShown] = useState<string | null>(null)
  const { isBusy, act } = useAction()

  if (shown === null)
    return (
      <Button
        size="compact-xs"
        loading={isBusy}
        onClick={() => act(() => showKey({ id: projectId, keyId }), setShown)}
      >
        Show
      </Button>
    )
  return (
    <span className={css.publicKey}>
      <code className="mono">{shown}</code>
      <CopyButton text={shown} label="Copy the private key" />
      <Button size="compact-xs" onClick={() => setShown(null)}>
        Hide
      </Button>
    </span>
  )
}
