import type { Listener } from '#lib/intake/listener.ts'
import type { RelayConfig } from '#lib/relay/config.ts'
import type { Centre } from '#lib/relay/forward/centre.ts'
import type { Lane } from '#lib/relay/lane.ts'
import type { Tally } from '#lib/relay/tally.ts'

/** How a relay is. */
export interface RelayStatus {
  startedAt: string
  listeners: string[]
  spool: { folder: string; bytes: number; mostBytes: number; whenFull: string }
  centres: {
    name: string
    isUp: boolean
    problem: string | null
    /** by how much its clock leads, in seconds */
    clockLead: number | null
  }[]
  projects: (Tally & {
    name: string
    /** things on the disk */
    waiting: number
    bytes: number
    /** things that a centre may have which has not answered, by its name */
    inDoubt: Record<string, number>
    problem: string | null
  })[]
}

export function statusOf(relay: {
  folder: string
  config: RelayConfig
  startedAt: Date
  listeners: readonly Listener[]
  centres: readonly Centre[]
  lanes: readonly Lane[]
}): RelayStatus {
  const { folder, config, startedAt, listeners, centres, lanes } = relay
  const { bytes: mostBytes, whenFull } = config.spool
  const bytes = lanes.reduce((sum, { spool }) => sum + spool.bytes(), 0)
  return {
    startedAt: startedAt.toISOString(),
    listeners: listeners.map(({ line }) => line),
    spool: { folder, bytes, mostBytes, whenFull },
    centres: centres.map(centreStatus),
    projects: lanes.map(laneStatus),
  }
}

function centreStatus(centre: Centre): RelayStatus['centres'][number] {
  const skewMs = centre.skewMs()
  return {
    ...{ name: centre.name, isUp: centre.isUp(), problem: centre.problem() },
    // Without a -0.
    clockLead: skewMs === null ? null : Math.round(skewMs / 100) / 10 || 0,
  }
}

function laneStatus(lane: Lane): RelayStatus['projects'][number] {
  const inDoubt: Record<string, number> = {}
  for (const { centre, items } of lane.doubts.all())
    inDoubt[centre] = (inDoubt[centre] ?? 0) + items
  return {
    ...{ name: lane.name, waiting: lane.spool.items(), bytes: lane.spool.bytes() },
    ...{ inDoubt, problem: lane.problem(), ...lane.tally },
  }
}
