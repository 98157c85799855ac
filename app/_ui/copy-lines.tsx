'use client'

import { ActionIcon, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import css from '#app/_ui/copy-lines.module.css'

/** Lines for a shell or a file, with a button that copies them. */
export function CopyLines({ lines }: { lines: string }) {
  return (
    <div className={css.lines}>
      <pre>{lines}</pre>
      <CopyButton value={lines}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={copy}
            aria-label={copied ? 'Copied' : 'Copy'}
            title={copied ? 'Copied' : 'Copy'}
          >
            {copied ? <IconCheck size={16} stroke={1.8} /> : <IconCopy size={16} stroke={1.8} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  )
}
