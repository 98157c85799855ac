import type { Random } from '#bench/parts/random.ts'
import { atOnce, between, type Fault, type Happening, lasting } from '#tests/chaos/faults/fault.ts'
import type { Database, Shutdown } from '#tests/chaos/machine/database.ts'
import type { Disk } from '#tests/chaos/machine/disk.ts'
import type { FakeClock } from '#tests/chaos/machine/faketime.ts'
import type { Line, Manner as LineManner } from '#tests/chaos/machine/line.ts'
import type { Kept } from '#tests/chaos/machine/role.ts'
import { MANNERS, type Receiver } from '#tests/chaos/receivers/receiver.ts'

/** What can go wrong. */
export interface Targets {
  database: Database
  roles: readonly Kept[]
  /** between a role and the database, by the role's name */
  lines: ReadonlyMap<string, Line>
  /** below the code of a role, by its name */
  fakeClocks: ReadonlyMap<string, FakeClock>
  /** between the intakes, in a run that has it */
  nats: { kill(): Promise<void>; start(): Promise<void> } | null
  disk: Disk | null
  /** channels that are allowed to be bad, by the alert's key */
  receivers: ReadonlyMap<string, Receiver>
}

const MINUTE_MS = 60_000
/** By how much clocks are set wrong. */
const JUMPS_MS = [-1, 1, -10, 60, -90].map(minutes => minutes * MINUTE_MS)
/** Further than anything is tried again. What a relay says of times beyond a project's window is refused (docs/relay.md). */
const DAY_AHEAD_MS = (24 * 60 + 5) * MINUTE_MS
/** Others take over what these have: longer than any lease (lib/alerting/outbox/lease.ts, lib/roles/beat.ts). */
const LONG_PAUSE_MS = { least: 35_000, most: 45_000 }
const HAVE_OTHERS = ['engine 2', 'intake 2']
const SHUTDOWNS: readonly Shutdown[] = ['fast', 'immediate', 'kill']
const LINE_MANNERS: readonly LineManner[] = ['cut', 'silent', 'slow']

export const faultsOf = (targets: Targets): Fault[] => [
  ...targets.roles.flatMap(ofProcess),
  ...targets.roles.filter(({ name }) => HAVE_OTHERS.includes(name)).map(longPause),
  ...[...targets.fakeClocks].map(ofFakeClock),
  ...[...targets.lines].flatMap(ofLine),
  ...SHUTDOWNS.map(how => ofDatabase(targets.database, how)),
  ...[...targets.receivers].map(ofChannel),
  ...(targets.disk ? [ofDisk(targets.disk)] : []),
  ...(targets.nats ? [ofNats(targets.nats)] : []),
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
      return wrongClock(`clock of ${role.name}`, role.setClock, one(random, jumps), random)
    }),
  ]
}

const longPause = (role: Kept): Fault => ({
  ...{ name: `long pause ${role.name}`, place: role.name },
  begin(random) {
    const forMs = between(random, LONG_PAUSE_MS.least, LONG_PAUSE_MS.most)
    return lasting(`pause ${role.name}, longer than its leases`, forMs, role.pause, role.resume)
  },
})

const ofFakeClock = ([name, clock]: [string, FakeClock]): Fault => ({
  ...{ name: `faketime of ${name}`, place: name },
  begin: random =>
    wrongClock(`clock by faketime of ${name}`, clock.set, one(random, JUMPS_MS), random),
})

function wrongClock(
  what: string,
  set: (aheadMs: number) => void,
  aheadMs: number,
  random: Random,
): Happening {
  const jump = `${aheadMs > 0 ? 'ahead' : 'back'} by ${Math.abs(aheadMs) / MINUTE_MS} min`
  const forMs = between(random, 3_000, 10_000)
  return lasting(
    `${what} ${jump}`,
    forMs,
    () => set(aheadMs),
    () => set(0),
  )
}

const ofLine = ([name, line]: [string, Line]): Fault[] =>
  LINE_MANNERS.map(manner => ({
    ...{ name: `${manner} line of ${name}`, place: `line of ${name}` },
    begin: random =>
      lasting(
        `line of ${name} ${manner}`,
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

const ofNats = (server: NonNullable<Targets['nats']>): Fault => ({
  ...{ name: 'kill NATS', place: 'NATS' },
  begin(random) {
    const killed = server.kill()
    const start = () => killed.then(server.start)
    return lasting('NATS is killed, and away', between(random, 500, 6_000), () => {}, start)
  },
})
