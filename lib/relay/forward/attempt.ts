import type { Log } from '#lib/log.ts'
import type { Centre } from '#lib/relay/forward/centre.ts'
import type { Verdict } from '#lib/relay/forward/verdict.ts'
import { count, type Tally } from '#lib/relay/tally.ts'
import type { RemoteProject, UnitAnswer } from '#lib/relay/wire/answer.ts'
import { countOf, type Unit } from '#lib/relay/wire/unit.ts'

/** A person has to put something right first. */
const SENT_AWAY_MS = 10_000

/** What an attempt needs of the project whose units they are. */
export interface Sender {
  key: string
  tally: Tally
  log: Log
  /** Is told of the project, as the centre knows it. */
  learn(project: RemoteProject): void
}

/** How an attempt went. */
export interface Attempt {
  /** units that are to be sent again */
  left: Buffer[]
  /** whether anything of them may be at the centre now */
  isTouched: boolean
  /** why something is left */
  verdict: Verdict
  /** the earliest time at which it is worth trying again, as the centre says */
  afterMs: number
}

/** Sends units to a centre once, in parts where it does not take them together. */
export async function attempt(
  units: readonly Buffer[],
  centre: Centre,
  sender: Sender,
  signal: AbortSignal,
): Promise<Attempt> {
  const verdict = await centre.send(sender.key, units, signal)
  if (verdict.kind === 'answered') {
    sender.learn(verdict.answer.project)
    return settle(units, verdict, sender)
  }
  if (verdict.kind !== 'unfit') {
    const afterMs = verdict.kind === 'sent away' ? SENT_AWAY_MS : 0
    return { left: [...units], isTouched: verdict.kind === 'in doubt', verdict, afterMs }
  }
  if (units.length > 1) return inHalves(units, centre, sender, signal)

  refuse(units[0], verdict.reason, sender)
  return { left: [], isTouched: false, verdict, afterMs: 0 }
}

async function inHalves(
  units: readonly Buffer[],
  centre: Centre,
  sender: Sender,
  signal: AbortSignal,
): Promise<Attempt> {
  const middle = Math.ceil(units.length / 2)
  const first = await attempt(units.slice(0, middle), centre, sender, signal)
  if (first.left.length > 0) return { ...first, left: [...first.left, ...units.slice(middle)] }
  const second = await attempt(units.slice(middle), centre, sender, signal)
  return { ...second, isTouched: true }
}

function settle(
  units: readonly Buffer[],
  verdict: Verdict & { kind: 'answered' },
  sender: Sender,
): Attempt {
  const answers = verdict.answer.units
  const left = units.filter((unit, i) => !isSettled(unit, answers[i], sender))
  const waits = answers.flatMap(answer => (answer.status === 'later' ? answer.seconds : []))
  return {
    ...{ left, isTouched: left.length < units.length, verdict },
    afterMs: Math.max(0, ...waits) * 1000,
  }
}

function isSettled(unit: Buffer, answer: UnitAnswer | undefined, sender: Sender): boolean {
  if (answer?.status === 'taken')
    for (const [outcome, n] of Object.entries(answer.outcomes)) count(sender.tally.sent, outcome, n)
  if (answer?.status === 'refused') refuse(unit, answer.reason, sender)
  return answer !== undefined && answer.status !== 'later'
}

/** It would never be taken. */
function refuse(unit: Buffer | undefined, reason: string, { tally, log }: Sender) {
  const items = unit ? countOf(JSON.parse(unit.toString()) as Unit) : 0
  log.warn({ items, reason }, 'a centre has refused what the relay has sent')
  count(tally.sent, 'refused', items)
}
