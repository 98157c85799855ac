import { readFileSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import type { Listener, ListenerContext } from '#lib/intake/listener.ts'
import { openListeners } from '#lib/intake/listeners.ts'
import type { Log } from '#lib/log.ts'
import type { RelayConfig } from '#lib/relay/config.ts'
import { openRelayDirectory, type RelayDirectory } from '#lib/relay/directory.ts'
import { type Centre, openCentre } from '#lib/relay/forward/centre.ts'
import { openPost } from '#lib/relay/forward/post.ts'
import { type Lane, openLane, RELAY } from '#lib/relay/lane.ts'
import { lockFolder } from '#lib/relay/lock.ts'
import { makeRoom, segmentBytes } from '#lib/relay/room.ts'
import { type RelayStatus, statusOf } from '#lib/relay/status/status.ts'
import { openDesk } from '#lib/relay/taking/desk.ts'
import { errorIntake } from '#lib/relay/taking/errors.ts'
import { eventIntake } from '#lib/relay/taking/events.ts'
import { metricIntake } from '#lib/relay/taking/metrics.ts'
import { notificationIntake } from '#lib/relay/taking/notifications.ts'
import type { TakingOf } from '#lib/relay/taking/taking.ts'

export interface RelayOptions {
  config: RelayConfig
  /** where it listens */
  env: Env
  /** of its spools; nobody else's */
  folder: string
  log: Log
  /** names of centres that will never answer any more */
  given?: readonly string[]
  patienceMs?: number
}

export interface Relay {
  listeners: readonly Listener[]
  status(): RelayStatus
  /** Takes nothing new, and puts what it holds on the disk. */
  close(): Promise<void>
}

/** Takes in what the intake takes in, keeps it on the disk, and sends it to a centre. Throws a UserError when it cannot. */
export async function openRelay(options: RelayOptions): Promise<Relay> {
  const { config, folder, log } = options
  const ca = config.tlsCa === undefined ? undefined : readCa(config.tlsCa)
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(error => {
    throw new UserError(`${folder} cannot be made: ${reasonOf(error)}`)
  })
  const unlock = await lockFolder(folder)
  const post = openPost({ ca })
  const centres = config.centres.map(centre => openCentre(centre, post, log))
  const directory = await openRelayDirectory(config.projects, name => join(folder, name))
  const lanes = await openLanes(options, centres, directory)
  const startedAt = new Date()

  async function closeLanes() {
    await Promise.all(lanes.map(lane => lane.close()))
    await post.close()
    await unlock()
  }

  const context = contextOf(options, directory, lanes)
  const listeners = await openListeners(context).catch(async error => {
    await closeLanes()
    throw error
  })
  return {
    listeners,
    status: () => statusOf({ folder, config, startedAt, listeners, centres, lanes }),
    async close() {
      await Promise.all(listeners.map(listener => listener.close()))
      await closeLanes()
    },
  }
}

async function openLanes(
  { config, folder, log, given = [], patienceMs }: RelayOptions,
  centres: readonly Centre[],
  directory: RelayDirectory,
): Promise<Lane[]> {
  const lanes: Lane[] = []
  for (const [name, { key }] of Object.entries(config.projects)) {
    const lane = await openLane({
      ...{ name, folder: join(folder, name), key, centres, given, patienceMs, log },
      segmentBytes: segmentBytes(config.spool.bytes),
      makeRoom: bytes => makeRoom(lanes, bytes, config.spool),
      learn(remote) {
        directory.learn(name, remote).catch((error: unknown) => {
          log.warn({ err: error }, 'what a centre says of a project cannot be kept')
        })
      },
    })
    lanes.push(lane)
  }
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory() && !Object.hasOwn(config.projects, entry.name))
      log.warn({ project: entry.name }, 'the spool of a project that is not configured is not sent')
  return lanes
}

function contextOf(
  { env, log }: RelayOptions,
  directory: RelayDirectory,
  lanes: readonly Lane[],
): ListenerContext {
  const byName = new Map(lanes.map(lane => [lane.name, lane]))
  const takingOf: TakingOf = ({ id }) => {
    const lane = byName.get(directory.nameOf(id) ?? '')
    if (!lane) throw new Error(`there is no lane for the project ${id}`)
    return lane
  }
  const desk = openDesk(takingOf, RELAY)
  const { all: projects } = directory
  return {
    ...{ env, directory, log },
    intake: errorIntake(desk, projects),
    metrics: metricIntake(desk, takingOf, projects),
    events: eventIntake(desk, projects),
    notifications: notificationIntake(desk),
  }
}

function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UserError(`The certificate ${path} cannot be read: ${reasonOf(error)}`)
  }
}
