import { Button } from '@mantine/core'
import Link from 'next/link'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import css from '#app/_ui/share/share.module.css'
import { frameOf, scriptTagOf } from '#lib/charts/shared/addresses.ts'
import type { SharedView } from '#lib/charts/shared/schema.ts'

interface Props {
  chart: SharedView
  onClose: () => void
}

/** The ways to a shared chart, each to be copied. */
export function SharedAddresses({ chart: { page, script, json }, onClose }: Props) {
  return (
    <div className={css.form}>
      <Way label="Link" text={page} />
      <Way label="HTML that shows it in a frame" text={frameOf(page)} />
      <Way label="HTML that puts it there by a script" text={scriptTagOf(script)} />
      <Way label="Its numbers as JSON" text={json} />
      <p className="dim">
        All shared charts stand in the <Link href="/settings/shared">settings</Link>, where they can
        be revoked.
      </p>
      <div className={css.actions}>
        <Button variant="filled" onClick={onClose} data-autofocus>
          Done
        </Button>
      </div>
    </div>
  )
}

function Way({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <div className={css.label}>{label}</div>
      <div className={css.text}>
        <code>{text}</code>
        <CopyButton text={text} label={`Copy: ${label}`} />
      </div>
    </div>
  )
}
