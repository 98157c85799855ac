'use client'

import { Button } from '@mantine/core'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import type { NewTokenView } from '#lib/access/tokens/schema.ts'

interface Props {
  made: NewTokenView
  /** this installation's address */
  url: string
  onClose: () => void
}

/** A new token's secret, which is shown this once. */
export function NewSecret({ made: { token }, url, onClose }: Props) {
  const line = `curl -H "Authorization: Bearer ${token}" ${url}/api/me`
  return (
    <div className={css.form}>
      <p className={css.note}>
        Copy it now: only its hash is kept, and nobody can show it again. Whoever has it may do what
        it may.
      </p>
      <div className={css.secret}>
        <code>{token}</code>
        <CopyButton text={token} label="Copy the token" />
      </div>
      <p className={css.note}>To try it:</p>
      <div className={css.secret}>
        <code>{line}</code>
        <CopyButton text={line} label="Copy the line" />
      </div>
      <div className={css.actions}>
        <Button variant="filled" onClick={onClose} data-autofocus>
          I have it
        </Button>
      </div>
    </div>
  )
}
