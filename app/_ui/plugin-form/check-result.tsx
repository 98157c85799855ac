'use client'
import { Alert, Loader } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'

/** What to tell of settings that work. */
export interface Works {
  text: string
  /** why they should be changed all the same */
  warning?: string | null
}

export type Check =
  | { status: 'none' }
  | { status: 'running' }
  | ({ status: 'fine' } & Works)
  | { status: 'failed'; message: string }

/** What came of trying out settings. */
export function CheckResult({ check }: { check: Check }) {
  if (check.status === 'none') return null
  if (check.status === 'running') return <Underway />
  return check.status === 'fine' ? (
    <>
      <Alert color="green" icon={<IconCheck size={16} />} role="status">
        {check.text}
      </Alert>
      {check.warning && (
        <Alert color="orange" icon={<IconAlertTriangle size={16} />} role="status">
          {check.warning}
        </Alert>
      )}
    </>
  ) : (
    <Alert color="red" icon={<IconAlertTriangle size={16} />} role="alert">
      {check.message}
    </Alert>
  )
}

const SECOND_MS = 1000

/** Says for how long it has been tried, from the first second on. */
function Underway() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(passed => passed + 1), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  if (seconds === 0) return null
  return (
    <Alert color="gray" icon={<Loader size={14} />} role="status">
      Waiting for an answer, {seconds} s …
    </Alert>
  )
}
