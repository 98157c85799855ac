import { nothingSecret, type Redact, redactedValue } from '#lib/redact.ts'
import type { CallRecord, Outcome } from '#lib/sandbox/contract.ts'
import type { Sandbox } from '#lib/sandbox/pool.ts'
import type { Broker } from '#lib/sources/broker.ts'

type Scripts = Pick<Sandbox, 'run'>

/**
 * The sandbox, with the secrets of the sources that a script may use blacked out in all that comes of its run. This is
 * done here, beside the credentials: the runner that has the script has no secrets.
 */
export const withoutSecrets = (sandbox: Scripts, broker: Pick<Broker, 'redactFor'>): Scripts => ({
  async run(job, signal) {
    const outcome = await sandbox.run(job, signal)
    const redact = await broker.redactFor({ allowed: job.sources, reach: job.reach })
    return redact === nothingSecret ? outcome : redacted(outcome, redact)
  },
})

/** Field by field, since every run comes by here. */
const redacted = (outcome: Outcome, redact: Redact): Outcome => ({
  ...outcome,
  message: redact(outcome.message),
  value: redactedValue(outcome.value, redact),
  series: redactedValue(outcome.series, redact),
  output: redact(outcome.output),
  calls: outcome.calls.map(call => redactedCall(call, redact)),
  ...(outcome.result ? { result: redactedValue(outcome.result, redact) } : {}),
})

const redactedCall = (call: CallRecord, redact: Redact): CallRecord => ({
  ...call,
  source: redact(call.source),
  method: redact(call.method),
  args: redact(call.args),
  result: call.result && redact(call.result),
  error: call.error && redact(call.error),
})
