import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { connect } from '#bin/connect.ts'
import { describeOutcome } from '#bin/outcome.ts'
import { everything } from '#lib/access/reach.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { TIME_LIMIT_MS } from '#lib/monitors/schema.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { openSandbox } from '#lib/sandbox/pool.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { withoutSecrets } from '#lib/sources/without-secrets.ts'

const EXIT_CODES = { OK: 0, ALARM: 1, ERROR: 2 }
/** The script was not run at all, which is no state of it. */
const NOT_RUN = 3

export const run = new Command('run')
  .description(
    'run a script once against the configured sources; records nothing, tells nobody; exits with 0, 1 or 2 for OK, ALARM or ERROR, and with 3 when it could not be run',
  )
  .argument('<file>', 'the script; - for standard input')
  .option('--timeout <ms>', 'time limit', timeLimit, TIME_LIMIT_MS.default)
  .option('--json', 'print the outcome as JSON')
  .action(async (file: string, options: { timeout: number; json?: boolean }) => {
    process.exitCode = NOT_RUN
    const script = scriptIn(file)
    await connect()
    const outcome = await runOnce(script, file, options.timeout)
    const text = options.json ? JSON.stringify(outcome, null, 2) : describeOutcome(outcome)
    process.stdout.write(`${text}\n`)
    process.exitCode = EXIT_CODES[outcome.state]
  })

async function runOnce(script: string, file: string, timeoutMs: number): Promise<Outcome> {
  const broker = openBroker()
  const sandbox = await openSandbox({ broker, processes: 1 })
  try {
    return await withoutSecrets(sandbox, broker).run({
      script,
      monitor: { id: null, name: basename(file), tags: [] },
      now: new Date(),
      previous: { state: 'INACTIVE', value: null, at: null },
      timeoutMs,
      sources: null,
      reach: everything,
    })
  } finally {
    await sandbox.close()
    await broker.close()
  }
}

function scriptIn(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new UserError(`The script ${file} cannot be read: ${reasonOf(error)}`)
  }
}

function timeLimit(text: string): number {
  const ms = Number(text)
  if (Number.isInteger(ms) && ms >= 100 && ms <= TIME_LIMIT_MS.max) return ms
  throw new InvalidArgumentError(`a whole number of milliseconds, 100 to ${TIME_LIMIT_MS.max}`)
}
