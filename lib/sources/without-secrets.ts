import { redactedValue } from '#lib/redact.ts'
import type { Sandbox } from '#lib/sandbox/pool.ts'
import type { Broker } from '#lib/sources/broker.ts'

type Scripts = Pick<Sandbox, 'run'>

/**
 * The sandbox, with the secrets of the sources that a script may use blacked out in all that comes of its run. This is
 * done here, beside the credentials: the runner that has the script has no secrets.
 */
export const withoutSecrets = (sandbox: Scripts, broker: Pick<Broker, 'redactFor'>): Scripts => ({
  async run(job, signal) {
    const { state, reason, startedAt, durationMs, line, ...told } = await sandbox.run(job, signal)
    const redact = await broker.redactFor({ allowed: job.sources, reach: job.reach })
    return { state, reason, startedAt, durationMs, line, ...redactedValue(told, redact) }
  },
})
