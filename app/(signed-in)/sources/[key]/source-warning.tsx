'use client'

import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import css from '#app/(signed-in)/sources/[key]/source-facts.module.css'
import { warnOfSource } from '#app/(signed-in)/sources/actions.ts'

/** What its settings should be changed for, though they work: asked of the source itself, which may take its time. */
export function SourceWarning({ source }: { source: string }) {
  const [warning, setWarning] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    // A source that does not answer is for its calls to tell.
    void warnOfSource({ key: source }).then(
      answer => !isGone && answer.ok && setWarning(answer.data),
      () => null,
    )
    return () => {
      isGone = true
    }
  }, [source])
  if (warning === null) return null
  return (
    <Alert
      className={css.warning}
      color="orange"
      icon={<IconAlertTriangle size={16} />}
      role="status"
    >
      {warning}
    </Alert>
  )
}
