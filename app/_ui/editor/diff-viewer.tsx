'use client'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import classes from '#app/_ui/editor/editor.module.css'
import type { OpenDiff } from '#app/_ui/editor/open-diff.ts'

interface Props {
  before: string
  after: string
}

/** Two scripts side by side, or one below the other where there is little room. */
export function DiffViewer({ before, after }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const [diff, setDiff] = useState<OpenDiff | null>(null)
  const dark = useComputedColorScheme('light') === 'dark'

  useEffect(() => {
    let closed = false
    let opened: OpenDiff | undefined
    import('#app/_ui/editor/open-diff.ts').then(
      ({ openDiff }) => {
        if (closed || !host.current) return
        opened = openDiff(host.current)
        setDiff(opened)
      },
      (error: unknown) => console.error('The comparison could not be loaded.', error),
    )
    return () => {
      closed = true
      opened?.dispose()
      setDiff(null)
    }
  }, [])

  useEffect(() => diff?.show(before, after), [diff, before, after])
  useEffect(() => diff?.setDark(dark), [diff, dark])

  return (
    <div className={classes.frame} data-testid="diff" data-ready={diff !== null}>
      {diff === null && <pre className={classes.plain}>{after}</pre>}
      <div ref={host} className={classes.host} />
    </div>
  )
}
