'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'
import { type Editable, EditDialog } from '#app/(signed-in)/errors/_operations/edit-dialog.tsx'
import { MergeInto } from '#app/(signed-in)/errors/_operations/merge-into.tsx'
import { MuteDialog } from '#app/(signed-in)/errors/_operations/mute-dialog.tsx'
import { ReclassifyDialog } from '#app/(signed-in)/errors/_operations/reclassify-dialog.tsx'
import { SplitDialog } from '#app/(signed-in)/errors/_operations/split-dialog.tsx'
import { useOperation } from '#app/(signed-in)/errors/_operations/use-operation.tsx'
import { type MoreDialog, SignatureMenu } from '#app/(signed-in)/errors/[id]/signature-menu.tsx'
import { merge, mute, remove, reopen, resolve } from '#app/(signed-in)/errors/actions.ts'
import type { SignatureState } from '#lib/errors/schema.ts'

interface Props {
  signature: Editable & { title: string; state: SignatureState }
}

type Dialog = 'mute' | MoreDialog

/** What can be done with a signature; E resolves or reopens it, M mutes, N names. */
export function SignatureActions({ signature }: Props) {
  const { id, title, state } = signature
  const router = useRouter()
  const { isBusy, operate } = useOperation()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const close = () => setDialog(null)
  const dialogOf = (name: Dialog) => ({ opened: dialog === name, onClose: close })

  const settle = () =>
    state === 'open'
      ? operate(() => resolve([id]), 'Resolved. It is open again when it comes again.')
      : operate(() => reopen([id]), 'Open again.')
  const askDelete = () =>
    confirmDestroy({
      title: `Delete the signature “${title.slice(0, 80)}”?`,
      children:
        'Its counts and examples are shown no more. What comes later of the same kind founds a new signature. The trail can undo it for a month.',
      label: 'Delete signature',
      confirmed: () =>
        operate(
          () => remove([id]),
          'The signature was deleted.',
          () => router.push('/errors'),
        ),
    })
  usePageKeys([
    ['e', settle],
    ['m', () => setDialog('mute')],
    ['n', () => setDialog('edit')],
  ])

  return (
    <>
      <Button onClick={settle} disabled={isBusy} rightSection={<KeyHint>E</KeyHint>}>
        {state === 'open' ? 'Resolve' : 'Reopen'}
      </Button>
      <Button
        onClick={() => setDialog('mute')}
        disabled={isBusy}
        rightSection={<KeyHint>M</KeyHint>}
      >
        Mute …
      </Button>
      <SignatureMenu open={setDialog} askDelete={askDelete} />
      <MuteDialog
        {...dialogOf('mute')}
        what="this signature"
        mute={muting => {
          close()
          operate(() => mute({ ids: [id], muted: muting }), 'Muted.')
        }}
      />
      <EditDialog {...dialogOf('edit')} signature={signature} />
      <MergeInto
        {...dialogOf('merge')}
        id={id}
        merge={into => {
          close()
          operate(
            () => merge({ into, ids: [id] }),
            'Merged.',
            () => router.push(`/errors/${into}`),
          )
        }}
      />
      <SplitDialog {...dialogOf('split')} id={id} />
      <ReclassifyDialog {...dialogOf('reclassify')} id={id} />
    </>
  )
}
