'use client'

import { Button, type ButtonProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { notifyFailure } from '#app/_ui/use-action.ts'

const COPIED_SHOWN_MS = 2_000

interface Props {
  text: string
  label: string
  /** on it, where what is copied does not stand beside it */
  word?: string
  size?: ButtonProps['size']
}

/** Puts a text into the clipboard and says so. */
export function CopyButton({ text, label, word = 'Copy', size = 'compact-xs' }: Props) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(setCopied, COPIED_SHOWN_MS, false)
    return () => clearTimeout(timer)
  }, [isCopied])

  const onClick = () =>
    copy(text).then(
      () => setCopied(true),
      () => notifyFailure('The browser does not let us copy; select the text instead.'),
    )
  return (
    <Button size={size} aria-label={isCopied ? 'Copied' : label} onClick={onClick}>
      {isCopied ? 'Copied' : word}
    </Button>
  )
}

/** Browsers have the clipboard only over https and on this machine; elsewhere the old way still works. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)

  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  document.body.append(area)
  area.select()
  const isDone = document.execCommand('copy')
  area.remove()
  if (!isDone) throw new Error('the browser refused')
}
