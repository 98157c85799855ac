import { LEVELS } from '#lib/errors/event.ts'

/** An error as it is sent. */
export interface FakeError {
  shape: Shape
  at: number
  host: string
  processId: number
  message: string
}

/** Answers a number from 0 on, below the given one. */
export type Random = (below: number) => number

export interface Shape {
  /** what it is, to be told */
  name: string
  program: string
  level: (typeof LEVELS)[number]
  /** how often it comes, compared with the others */
  weight: number
  hosts: readonly string[]
  /** share of the demo's time at whose end it comes; the whole of it unless it says so */
  within?: number
  message(random: Random): string
}

const WEB = ['web-1', 'web-2', 'web-3']
const WORKERS = ['worker-1', 'worker-2']
const ip = (random: Random) => `10.${random(4)}.${random(250)}.${1 + random(250)}`
const hex = (random: Random) =>
  random(2 ** 31)
    .toString(16)
    .padStart(8, '0')

export const SHAPES: readonly Shape[] = [
  {
    name: 'a payment provider times out',
    program: 'payments',
    level: 'error',
    weight: 150,
    hosts: WORKERS,
    message: random =>
      `charge of order ${100_000 + random(900_000)} failed: gateway timeout after ${3_000 + random(27_000)} ms`,
  },
  {
    name: 'an upstream refuses connections',
    program: 'nginx',
    level: 'error',
    weight: 200,
    hosts: WEB,
    message: random =>
      `connect() failed (111: Connection refused) while connecting to upstream, client: ${ip(random)}, upstream: "http://${ip(random)}:8080/api"`,
  },
  {
    name: 'logins with a wrong password',
    program: 'sshd',
    level: 'error',
    weight: 180,
    hosts: [...WEB, ...WORKERS, 'db-1'],
    message: random =>
      `Failed password for invalid user admin${random(50)} from ${ip(random)} port ${1024 + random(60_000)} ssh2`,
  },
  {
    name: 'a slow statement is cancelled',
    program: 'postgres',
    level: 'error',
    weight: 90,
    hosts: ['db-1'],
    message: random =>
      `canceling statement due to statement timeout, duration: ${30_000 + random(5_000)}.${random(1000)} ms`,
  },
  {
    name: 'a key that is there already',
    program: 'postgres',
    level: 'error',
    weight: 70,
    hosts: ['db-1'],
    message: random =>
      `duplicate key value violates unique constraint "orders_pkey": Key (id)=(${random(10_000_000)}) already exists`,
  },
  {
    name: 'no more connections',
    program: 'postgres',
    level: 'critical',
    weight: 20,
    hosts: ['db-1'],
    message: random => `remaining connection slots are reserved, ${90 + random(10)} of 100 in use`,
  },
  {
    name: 'a file that cannot be read',
    program: 'importer',
    level: 'error',
    weight: 60,
    hosts: WORKERS,
    message: random =>
      `cannot read /srv/incoming/batch-${random(5_000)}/part-${random(64)}.csv: unexpected end of file`,
  },
  {
    name: 'a job that gives up',
    program: 'queue',
    level: 'error',
    weight: 80,
    hosts: WORKERS,
    message: random => `job ${hex(random)} gave up after ${3 + random(7)} attempts: timeout`,
  },
  {
    name: 'a type error in the shop',
    program: 'shop',
    level: 'error',
    weight: 100,
    hosts: WEB,
    message: random =>
      `TypeError: Cannot read properties of undefined (reading 'price') in /srv/shop/cart.js:${40 + random(3)}, session ${hex(random)}${hex(random)}`,
  },
  {
    name: 'a disk that fills',
    program: 'kernel',
    level: 'alert',
    weight: 15,
    hosts: ['db-1', 'worker-2'],
    message: random => `sda1: write failed, ${random(900)} MB left of 51200 MB`,
  },
  {
    name: 'a release that went wrong: since a few minutes, and many',
    program: 'shop',
    level: 'critical',
    weight: 300,
    hosts: WEB,
    within: 0.08,
    message: random =>
      `checkout of basket ${random(500_000)} failed: unknown currency in price list ${hex(random)}`,
  },
  {
    name: 'a rare one, and the worst',
    program: 'kernel',
    level: 'emergency',
    weight: 1,
    hosts: ['db-1'],
    message: random => `temperature above threshold, cpu clock throttled on core ${random(8)}`,
  },
]

/** So many errors of all shapes, the rarest included, over the time up to now, oldest first. */
export function fakeErrors(
  count: number,
  spanMs: number,
  nowMs: number,
  random: Random,
): FakeError[] {
  const places = SHAPES.flatMap(shape => Array<Shape>(shape.weight).fill(shape))
  const pick = <T>(list: readonly T[]) => list[random(list.length)] as T
  return Array.from({ length: count }, (_, i): FakeError => {
    // Each comes once before any comes twice: in few errors the rare one would be missing.
    const shape = SHAPES[SHAPES.length - 1 - i] ?? pick(places)
    return {
      shape,
      at: nowMs - random(Math.ceil(spanMs * (shape.within ?? 1))),
      host: pick(shape.hosts),
      processId: 1_000 + random(9_000),
      message: shape.message(random),
    }
  }).sort((a, b) => a.at - b.at)
}

const FACILITY_LOCAL0 = 16

/** As RFC 5424 has it, with its length before it. */
export function syslogFrame({ shape, at, host, processId, message }: FakeError): string {
  const priority = FACILITY_LOCAL0 * 8 + LEVELS.indexOf(shape.level)
  const time = new Date(at).toISOString()
  const text = `<${priority}>1 ${time} ${host} ${shape.program} ${processId} - - ${message}`
  return `${Buffer.byteLength(text)} ${text}`
}
