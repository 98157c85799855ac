import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { environmentChanger } from '#lib/access/person.ts'
import { type DeliverTask, deliverTask } from '#lib/alerting/deliver.ts'
import { handOn } from '#lib/alerting/outbox/outbox.ts'
import { openPool, pool as sharedPool } from '#lib/db/client.ts'
import { hear } from '#lib/db/notices.ts'
import { type OwnErrors, openOwnErrors } from '#lib/errors/own.ts'
import { deliveryDied, postDied, scriptFailed } from '#lib/errors/own-words.ts'
import { errorTasks } from '#lib/errors/tasks.ts'
import { eventTasks } from '#lib/events/tasks.ts'
import { reasonOf } from '#lib/failures.ts'
import { setHeartbeat } from '#lib/health/heartbeat/mutations.ts'
import { healthTasks } from '#lib/health/tasks.ts'
import { answerInquiry } from '#lib/inquiries/answer.ts'
import { log } from '#lib/log.ts'
import { metricTasks } from '#lib/metrics/tasks.ts'
import { BELFRY_PROJECT } from '#lib/projects/schema.ts'
import { beat } from '#lib/roles/beat.ts'
import { openKeeper } from '#lib/roles/keeper.ts'
import { openQueue } from '#lib/roles/queue.ts'
import type { Role, RoleContext } from '#lib/roles/role.ts'
import { openStreams } from '#lib/roles/streams.ts'
import { cleanUp } from '#lib/runs/clean-up.ts'
import { openRunner, RUNS_AT_ONCE } from '#lib/runs/runner.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { withoutSecrets } from '#lib/sources/without-secrets.ts'
import { postTask } from '#lib/streams/posts/deliver.ts'
import { streamTasks } from '#lib/streams/tasks.ts'

/** Connections of the queue: one that listens for each pool of it, and those for its queries. */
const QUEUE_CONNECTIONS = 10
/** Belfry's own errors are counted beside its work, one transaction at a time. */
const OWN_CONNECTIONS = 2
/** What runs when it is asked to stop has this long to end; the process has 8 s in all. */
const GRACE_MS = 5_000
/** Sending is in lanes of its own; these jobs only wake them. */
const WAKING_AT_ONCE = 4
/** People who wait for an answer, at the same time. */
const INQUIRIES_AT_ONCE = 10

/** Keeps the schedules, takes runs through the sandbox to their record, sends alerts, answers the pages. */
export const engine: Role = async ({ env, signal, ready }) => {
  const engineId = randomUUID()
  const pool = sharedPool()
  const queuePool = openPool(env.databaseUrl ?? '', QUEUE_CONNECTIONS)
  const broker = openBroker()
  const sandbox = await openSandbox({ broker, log })
  const ownPool = openPool(env.databaseUrl ?? '', OWN_CONNECTIONS)
  const own = openOwnErrors(ownPool)
  const stopRenewing = renewOnChange(own)
  const scripts = withoutSecrets(sandbox, broker)
  const failed = (...what: Parameters<typeof scriptFailed>) => own.tell(scriptFailed(...what))
  const died = (...what: Parameters<typeof deliveryDied>) => own.tell(deliveryDied(...what))
  const deliver = deliverTask({ pool, url: env.url, signal, died })
  const recording = { pool, wake: deliver.wake }
  const runner = openRunner({ ...recording, engineId, sandbox: scripts, failed })
  const queue = openQueue(queuePool)
  const { held } = runner
  const streams = await openStreams({ env, engineId, sandbox: scripts })
  const keeper = openKeeper({
    ...{ ...recording, engineId, held, poolIds: queue.poolIds },
    heldStreams: streams.held,
  })
  const sending = workOff(queue, {
    pool,
    runner,
    deliver,
    sandbox: scripts,
    broker,
    env,
    signal,
    own,
  })

  await bringHeartbeat(env)
  const ended = new AbortController()
  const info = () => ({
    schedules: keeper.schedules(),
    runs: held().length,
    streams: streams.held().length,
    lateness: { ...runner.lateness() },
    sandbox: { layers: sandbox.layers(), ...sandbox.stats() },
    pools: queue.poolIds(),
  })
  const beating = beat('engine', ended.signal, info, engineId)
  ready(`Engine ready; the sandbox has ${sandbox.layers().join(', ')}`)
  await aborted(signal)

  await keeper.stop()
  await Promise.all([
    ...[queue.stop(), runner.stop(GRACE_MS), sending.settled()],
    streams.stop(GRACE_MS),
  ])
  await handOn(pool)
  stopRenewing()
  await Promise.all([sandbox.close(), broker.close(), own.close()])
  ended.abort()
  await beating
  await Promise.all([queuePool.end(), ownPool.end()])
}

interface Means {
  pool: Pool
  runner: ReturnType<typeof openRunner>
  deliver: DeliverTask
  sandbox: Pick<Sandbox, 'run'>
  broker: ReturnType<typeof openBroker>
  env: RoleContext['env']
  signal: AbortSignal
  own: OwnErrors
}

/** Each kind of work has a pool of its own, so that a slow channel delays no run and a long run no answer. */
function workOff(queue: ReturnType<typeof openQueue>, means: Means) {
  const { pool, runner, deliver, sandbox, broker, env, signal, own } = means
  queue.work({
    tasks: { run: payload => runner.work((payload as { runIds: string[] }).runIds) },
    concurrency: RUNS_AT_ONCE,
  })
  const post = postTask({ pool, signal, died: (...what) => own.tell(postDied(...what)) })
  queue.work({ tasks: { deliver, post }, concurrency: WAKING_AT_ONCE })
  queue.work({
    tasks: {
      inquiry: payload =>
        answerInquiry((payload as { id: string }).id, { sandbox, broker }, signal),
    },
    concurrency: INQUIRIES_AT_ONCE,
  })
  const health = healthTasks(pool)
  queue.work({
    tasks: { 'clean-up': () => cleanUp(pool, new Date(), signal), ...health.tasks },
    concurrency: 2,
    cron: [
      { task: 'clean-up', match: '0 * * * *', options: { backfillPeriod: 3_600_000 } },
      ...health.cron,
    ],
  })
  queue.work(errorTasks(pool, signal))
  queue.work(metricTasks(pool, signal))
  queue.work(eventTasks({ pool, archive: env.archive, signal }))
  queue.work(streamTasks(pool, signal))
  return { settled: () => Promise.all([deliver.settled(), post.settled()]) }
}

/** What it says of the heartbeat is stored: whichever engine starts last is right. */
async function bringHeartbeat({ heartbeatUrl }: RoleContext['env']): Promise<void> {
  if (heartbeatUrl === undefined) return
  await setHeartbeat(heartbeatUrl, environmentChanger).catch((error: unknown) => {
    log.error({ err: error }, `the heartbeat could not be set: ${reasonOf(error)}`)
  })
}

const aborted = (signal: AbortSignal) =>
  signal.aborted
    ? Promise.resolve()
    : new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))

function renewOnChange(own: OwnErrors): () => void {
  const renewing = new Set([`classifier:${BELFRY_PROJECT}`, `project:${BELFRY_PROJECT}`])
  return hear(['belfry_config'], payload => {
    if (payload !== null && renewing.has(payload)) own.renew()
  })
}
