import { openPool } from '#lib/db/client.ts'
import { hear } from '#lib/db/notices.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import { type OpenErrorIntake, openErrorIntake } from '#lib/errors/intake/open.ts'
import { openEventIntake } from '#lib/events/intake/open.ts'
import { lastArrival } from '#lib/events/last/arrival.ts'
import { openPublisher } from '#lib/events/live/publish.ts'
import { WATCHES } from '#lib/events/live/watch.ts'
import { readNames } from '#lib/events/names.ts'
import { openListeners } from '#lib/intake/listeners.ts'
import { log } from '#lib/log.ts'
import { openMetricIntake } from '#lib/metrics/intake/open.ts'
import { type Directory, openDirectory } from '#lib/projects/directory.ts'
import type { IntakeStats } from '#lib/projects/intake/desk.ts'
import { letIn, openGate } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import { beat } from '#lib/roles/beat.ts'
import { drained } from '#lib/roles/draining.ts'
import type { Role } from '#lib/roles/role.ts'
import { openDistillers } from '#lib/streams/definitions/current.ts'
import { openNotificationIntake } from '#lib/streams/distiller/intake.ts'

/** The recorders write with one each, that of events with two; classifications and projects are read with the others. */
const CONNECTIONS = 6
/** Over which the rate that a beat tells is taken. */
const RATE_MS = 5_000

/** Takes in what senders send: sockets, framing, grammar, classification, grouped writes. */
export const intake: Role = async ({ env, signal, ready }) => {
  const pool = openPool(env.databaseUrl ?? '', CONNECTIONS)
  const directory = await openDirectory(pool)
  const { natsUrl } = env.intake
  const gate = openGate()
  // What comes out of the stream was let in before it came there.
  const means = { pool, gate: natsUrl ? letIn : gate }
  const errors = openErrorIntake({ ...means, openClassification })
  const metrics = openMetricIntake(means)
  const events = openEventIntake(means)
  const notifications = openNotificationIntake(events, openDistillers(pool))
  const direct = { intake: errors, metrics, events, notifications }
  const jetStream = natsUrl
    ? // Its client takes memory that most installations can do without.
      (await import('#lib/intake/jetstream/open.ts')).openJetStream(natsUrl, {
        ...direct,
        ...{ directory, gate, log },
      })
    : null
  const stats = () => [errors, metrics, events].map(one => one.stats())
  const stopRenewing = renewOnChange(errors, directory)
  const lastEvent = lastArrival(events)
  const publisher = openPublisher({ pool, events })
  const stopWatching = hear([WATCHES], notice => publisher.hear(notice))
  const sockets = await openListeners({
    ...(jetStream?.front ?? direct),
    ...{ env, directory, log, stopping: signal },
    // By way of the stream, senders need no database.
    isAway: jetStream?.isAway ?? (() => together(stats()).isAway),
    names: projectId => readNames(pool, projectId),
    stop: () => void process.kill(process.pid, 'SIGTERM'),
  })
  const listeners = jetStream ? [...sockets, jetStream] : sockets

  const ended = new AbortController()
  const rate = openRateMeter(() => together(stats()).accepted)
  const info = () => ({
    listeners: listeners.map(({ line }) => line),
    messagesPerSecond: rate(),
    lastEvent: lastEvent(),
    ...together(stats()),
    ...Object.assign({}, ...listeners.map(listener => listener.info?.())),
  })
  const beating = beat('intake', ended.signal, info)
  ready(`Intake ready: ${listeners.map(({ line }) => line).join(', ') || 'it listens nowhere'}`)
  await drained(signal, env.drainMs)

  await Promise.all(sockets.map(socket => socket.close()))
  await jetStream?.close()
  await Promise.all([errors.close(), metrics.close(), events.close()])
  stopRenewing()
  stopWatching()
  await publisher.close()
  await directory.close()
  ended.abort()
  await beating
  await pool.end()
}

/** The rules and groups of a project, after people have changed them, or its settings, or nothing was heard for a while. */
function renewOnChange(errors: OpenErrorIntake, directory: Directory): () => void {
  const renew = (projects: readonly (Project | undefined)[]) => {
    for (const project of projects)
      if (project)
        errors.renew(project).catch((error: unknown) => {
          log.warn({ err: error }, `the classification of ${project.name} could not be renewed`)
        })
  }
  const stops = [
    directory.onChange(() => renew(directory.all())),
    hear(['belfry_config'], payload => {
      const [, id] = /^classifier:(\d+)$/.exec(payload ?? '') ?? []
      if (payload === null) renew(directory.all())
      else if (id) renew([directory.byId(Number(id))])
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

const together = (all: IntakeStats[]): IntakeStats =>
  all.reduce((a, b) => ({
    accepted: a.accepted + b.accepted,
    dropped: a.dropped + b.dropped,
    backlog: a.backlog + b.backlog,
    isAway: a.isAway || b.isAway,
  }))

/** How much a number has grown a second, at most as often as every few seconds. */
function openRateMeter(read: () => number): () => number {
  let last = { at: performance.now(), count: read(), perSecond: 0 }
  return () => {
    const now = performance.now()
    if (now - last.at < RATE_MS / 2) return last.perSecond
    const count = read()
    const perSecond = Math.round((count - last.count) / ((now - last.at) / 1000))
    last = { at: now, count, perSecond }
    return perSecond
  }
}
