import type { Random } from '#bench/parts/random.ts'
import { atOnce, between, type Fault, lasting } from '#tests/chaos/faults/fault.ts'
import type { Database, Shutdown } from '#tests/chaos/machine/database.ts'
import type { Disk } from '#tests/chaos/machine/disk.ts'
import type { Line, Manner as LineManner } from '#tests/chaos/machine/line.ts'
import type { Kept } from '#tests/chaos/machine/role.ts'
import { MANNERS, type Receiver } from '#tests/chaos/receiver.ts'

/** What can go wrong. */
export interface Targets {
  database: Database
  roles: readonly Kept[]
  /** between a role and the database, by the role's name */
  lines: ReadonlyMap<string, Line>
  disk: Disk | null
  /** channels that are allowed to be bad, by the alert's key */
  receivers: ReadonlyMap<string, Receiver>
}

const MINUTE_MS = 60_000
/** By how much clocks are set wrong. */
const JUMPS_MS = [-1, 1, -10, 60, -90].map(minutes => minutes * MINUTE_MS)
/** Further than anything is tried again. What a relay says of times beyond a project's window is refused (docs/relay.md). */
const DAY_AHEAD_MS = (24 * 60 + 5) * MINUTE_MS
const SHUTDOWNS: readonly Shutdown[] = ['fast', 'immediate', 'kill']
const LINE_MANNERS: readonly LineManner[] = ['cut', 'silent', 'slow']

export const faultsOf = (targets: Targets): Fault[] => [
  ...targets.roles.flatMap(ofProcess),
  ...[...targets.lines].flatMap(ofLine),
  ...SHUTDOWNS.map(how => ofDatabase(targets.database, how)),
  ...[...targets.receivers].map(ofChannel),
  ...(targets.disk ? [ofDisk(targets.disk)] : []),
]

const one = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T

function ofProcess(role: Kept): Fault[] {
  const fault = (name: string, begin: Fault['begin']): Fault => ({
    ...{ name: `${name} ${role.name}`, place: role.name, begin },
  })
  return [
    fault('kill', () => atOnce(`kill ${role.name}`, role.kill)),
    fault('pause', random =>
      lasting(`pause ${role.name}`, between(random, 500, 8_000), role.pause, role.resume),
    ),
    fault('clock of', random => {
      const jumps = role.name === 'relay' ? JUMPS_MS : [...JUMPS_MS, DAY_AHEAD_MS]
      const aheadMs = one(random, jumps)
      const what = `clock of ${role.name} ${aheadMs > 0 ? 'ahead' : 'back'} by ${Math.abs(aheadMs) / MINUTE_MS} min`
      const forMs = between(random, 3_000, 10_000)
      return lasting(
        what,
        forMs,
        () => role.setClock(aheadMs),
        () => role.setClock(0),
      )
    }),
  ]
}

const ofLine = ([name, line]: [string, Line]): Fault[] =>
  LINE_MANNERS.map(manner => ({
    ...{ name: `${manner} line of ${name}`, place: `line of ${name}` },
    begin: random =>
      lasting(
        `line between ${name} and database ${manner}`,
        between(random, 500, 6_000),
        () => line.manner(manner),
        () => line.manner('open'),
      ),
  }))

const ofDatabase = (database: Database, how: Shutdown): Fault => ({
  ...{ name: `database ${how}`, place: 'database' },
  begin: () => atOnce(`restart the database (${how})`, () => database.restart(how)),
})

const ofChannel = ([key, receiver]: [string, Receiver]): Fault => ({
  ...{ name: `channel ${key}`, place: `channel ${key}` },
  begin(random) {
    const manner = one(random, MANNERS)
    const well = () => receiver.manner('well')
    const what = `receiver of ${key} ${manner}`
    return lasting(what, between(random, 2_000, 10_000), () => receiver.manner(manner), well)
  },
})

const ofDisk = (disk: Disk): Fault => ({
  ...{ name: 'disk full', place: 'disk' },
  begin: random => lasting('the disk is full', between(random, 2_000, 6_000), disk.fill, disk.free),
})
