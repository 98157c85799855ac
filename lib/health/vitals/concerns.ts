import type { Process } from '#lib/health/installation/data.ts'
import { BEAT_LIMIT_MS } from '#lib/health/status.ts'
import { isTaken, sumOf } from '#lib/health/vitals/intake.ts'
import { VITAL_MINUTES, type Vitals } from '#lib/health/vitals/read.ts'
import type { Sending } from '#lib/health/vitals/sending.ts'

/** What waits for longer than any usual pause of a receiver is worth a look. */
const WAITING_SECONDS = 600
/** What is dropped for want of room, rather than for what the sender did. */
const OUR_DROPS = ['overloaded', 'refused']
const GIB = 2 ** 30
/** A disk is nearly full when both hold: a large one has room long after its share is small, a small one is never empty. */
const NEARLY_FULL = { share: 0.1, bytes: 10 * GIB }
const FULL = { share: 0.02, bytes: GIB }
const CONNECTIONS_SHARE = 0.9
/** PostgreSQL itself warns below 40 million, and stops at 3. */
const FEW_TRANSACTIONS = 100_000_000

export interface Concerns {
  /** it does not do what it is there for, or soon will not */
  problems: string[]
  /** somebody should look at it */
  warnings: string[]
}

/** What of the numbers of an installation is wrong, in words. What a process said that is silent by now says nothing. */
export function concernsOf(vitals: Vitals, beaten: readonly Process[], now: Date): Concerns {
  const { deliveries, posts } = vitals
  const processes = beaten.filter(({ beatAt }) => now.getTime() - beatAt.getTime() <= BEAT_LIMIT_MS)
  return {
    problems: [
      ...stuck(deliveries, 'alert'),
      ...stuck(posts, 'webhook'),
      ...diskWords(processes, FULL, 'full'),
      ...processes.flatMap(({ intake, host }) =>
        intake?.isAway ? [`the intake on ${host} cannot write to the database`] : [],
      ),
    ],
    warnings: [
      ...(vitals.overdue > 0 ? [`${count(vitals.overdue, 'monitor')} overdue`] : []),
      ...sending(deliveries, 'delivery', 'deliveries'),
      ...sending(posts, 'post of a stream', 'posts of streams'),
      ...droppedWords(vitals),
      ...vitals.failing.map(({ task, attempts, givenUp }) =>
        givenUp > 0
          ? `${TASKS[task] ?? task} failed and is not tried again (${count(givenUp, 'time')})`
          : `${TASKS[task] ?? task} failed, ${count(attempts, 'time')} so far`,
      ),
      ...diskWords(processes, NEARLY_FULL, 'nearly full'),
      ...storageWords(vitals),
      ...processes.flatMap(({ intake, host }) => transportWords(intake, host)),
    ],
  }
}

/** What failing jobs are there for, where their name does not say it. */
const TASKS: Record<string, string> = {
  'clean-up': 'cleaning up',
  'clean-up-events': 'moving old events into the archive, or deleting them,',
  'clean-up-errors': 'cleaning up errors',
  'clean-up-metrics': 'cleaning up metrics',
  'clean-up-streams': 'cleaning up streams',
  'note-vitals': 'noting how this installation is',
}

const stuck = ({ stuck }: Sending, what: string) =>
  stuck.map(
    ({ to, due, seconds }) =>
      `nothing is sent to the ${what} ${to}, though ${count(due, 'message')} ${due === 1 ? 'has' : 'have'} been due for ${lasting(seconds)}`,
  )

function sending({ waiting, oldestSeconds, died }: Sending, one: string, many: string) {
  const old =
    oldestSeconds > WAITING_SECONDS
      ? [`${count(waiting, one, many)} waiting, the oldest for ${lasting(oldestSeconds)}`]
      : []
  return died > 0 ? [...old, `${count(died, one, many)} given up within the last hour`] : old
}

function droppedWords({ intake }: Vitals) {
  const ours = intake.filter(({ outcome }) => OUR_DROPS.includes(outcome))
  const dropped = sumOf(ours.filter(entry => !isTaken(entry)))
  return dropped > 0
    ? [`${count(dropped, 'message')} dropped for want of room in the last ${VITAL_MINUTES} minutes`]
    : []
}

/** Of each machine once. */
function diskWords(processes: readonly Process[], limit: typeof FULL, what: string): string[] {
  const words = processes.flatMap(({ disk, host }) => {
    if (!disk || disk.freeBytes >= limit.bytes || disk.freeBytes >= limit.share * disk.bytes)
      return []
    const free = Math.round((100 * disk.freeBytes) / disk.bytes)
    return [`the disk of the data folder on ${host} is ${what}: ${free} % free`]
  })
  return [...new Set(words)]
}

function storageWords({ storage }: Vitals): string[] {
  const { connections, connectionLimit, transactionsLeft } = storage
  return [
    ...(connections > CONNECTIONS_SHARE * connectionLimit
      ? [`${connections} of ${connectionLimit} connections of the database are taken`]
      : []),
    ...(transactionsLeft < FEW_TRANSACTIONS
      ? ['the database needs VACUUM: it stops taking writes before its transaction ids wrap around']
      : []),
  ]
}

function transportWords(intake: Process['intake'], host: string): string[] {
  const transports = { Redis: intake?.redis?.problem, NATS: intake?.nats?.problem }
  return Object.entries(transports).flatMap(([name, problem]) =>
    problem ? [`${name}, as the intake on ${host} sees it: ${problem}`] : [],
  )
}

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`

const lasting = (seconds: number) =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
