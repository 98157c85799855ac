import { type ShownState, shownState } from '#app/(signed-in)/errors/_signature/state-badge.tsx'
import type { Time } from '#app/(signed-in)/errors/_time/time.ts'
import type { Frequent, Signature } from '#lib/errors/data.ts'
import type { LevelName } from '#lib/errors/event.ts'

/** A signature as the list draws it. */
export interface Row {
  id: number
  /** '' without one */
  name: string
  /** its beginning */
  template: string
  state: ShownState
  isNew: boolean
  level: LevelName
  count: number
  firstSeen: Date
  lastSeen: Date
  programs: Frequent
  hosts: Frequent
  spark: number[]
}

const DAY_MS = 86_400_000
/** A row has one line; the signature's page shows all of it. */
const TEXT_SHOWN = 300

export function rowOf(signature: Signature, { from, to }: Time): Row {
  const { id, name, template, state, regressedAt, level, firstSeen, lastSeen } = signature
  return {
    ...{ id, level, firstSeen, lastSeen, name: name.slice(0, TEXT_SHOWN) },
    template: template.slice(0, TEXT_SHOWN),
    state: shownState(state, regressedAt),
    isNew: firstSeen.getTime() >= Math.max(from.getTime(), to.getTime() - DAY_MS),
    count: signature.inRange ?? signature.count,
    ...{ programs: signature.programs, hosts: signature.hosts, spark: signature.sparkline },
  }
}
