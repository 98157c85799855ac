'use client'
import { Button, Loader } from '@mantine/core'
import { formatBytes, formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import { StateBadge } from '#app/_ui/state.tsx'
import table from '#app/_ui/table.module.css'
import { took } from '#app/_ui/time.ts'
import { Value } from '#app/_ui/value.tsx'
import classes from '#app/(signed-in)/monitors/_editor/test-panel.module.css'
import type { Trial } from '#app/(signed-in)/monitors/_editor/use-trial.ts'
import type { TestResult } from '#lib/inquiries/schema.ts'
import type { CallRecord } from '#lib/sandbox/contract.ts'

interface Props {
  trial: Trial
  unit: string
  /** shows a line of the script */
  goTo(line: number): void
}

/** What a test run came to. Nothing of it is recorded. */
export function TestPanel({ trial, unit, goTo }: Props) {
  if (trial.status === 'none')
    return (
      <p className={classes.hint}>
        A test run shows here what the script comes to. It records nothing and tells nobody.
      </p>
    )
  if (trial.status === 'failed')
    return (
      <Panel title="Test run">
        <p role="alert" className={classes.failed}>
          {trial.message}
        </p>
      </Panel>
    )
  return (
    <div
      className={classes.result}
      data-running={trial.status === 'running'}
      aria-live="polite"
      data-testid="test-run"
    >
      {trial.result ? (
        <Result result={trial.result} unit={unit} goTo={goTo} running={trial.isSlow} />
      ) : (
        <Panel title="Test run">
          <Progress slow={trial.isSlow} />
        </Panel>
      )}
    </div>
  )
}

const Progress = ({ slow }: { slow: boolean }) => (
  <span className={classes.progress}>
    {slow && <Loader size={14} />}
    Running …
  </span>
)

function Result({
  result,
  unit,
  goTo,
  running,
}: {
  result: TestResult
  unit: string
  goTo: Props['goTo']
  running: boolean
}) {
  const { state, value, message, durationMs, line, reason, series, calls, output } = result
  const recorded = Object.entries(series)

  return (
    <Panel
      flush
      title={
        <>
          Test run
          <StateBadge state={state} />
          {value !== null && <Value value={value} unit={unit} />}
        </>
      }
      actions={
        running ? (
          <Progress slow />
        ) : (
          <span className="dim">{took(durationMs)} · nothing recorded, nobody told</span>
        )
      }
    >
      <p className={classes.message} data-state={state}>
        {reason && <span className={classes.reason}>{reason}</span>}
        {message}
        {line !== null && (
          <Button size="compact-xs" ml={8} onClick={() => goTo(line)}>
            Line {line}
          </Button>
        )}
      </p>
      {(calls.length > 0 || recorded.length > 0) && (
        <table className={table.table}>
          <tbody>
            {calls.map((call, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: calls have an order and nothing else
              <CallRow key={index} call={call} />
            ))}
            {recorded.map(([name, recordedValue]) => (
              <tr key={name}>
                <td>
                  <span className="dim">record</span> {name}
                </td>
                <td className="mono num">{formatNumber(recordedValue)}</td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {output && <pre className={classes.output}>{output}</pre>}
    </Panel>
  )
}

function CallRow({ call }: { call: CallRecord }) {
  const { source, method, args, result, error, durationMs, bytes } = call
  return (
    <tr>
      <td className="mono">
        <div className={classes.call} title={`${source}.${method}(${args})`}>
          {source}.<b>{method}</b>({args.replace(/^\[|\]$/g, '')})
        </div>
        {error && <div className={classes.error}>{error}</div>}
      </td>
      <td className="mono num">
        <span className={classes.answer} title={result ?? undefined}>
          {result}
        </span>
      </td>
      <td className="num dim" title={formatBytes(bytes)}>
        {took(durationMs)}
      </td>
    </tr>
  )
}
