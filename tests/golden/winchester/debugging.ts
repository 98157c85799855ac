import { type Looked, linesOf, reportOf } from '#lib/streams/criteria/report.ts'
import { noteLooked } from '#lib/streams/statistics/looked.ts'
import { CHECKS, PASSED, type Tally } from '#lib/streams/statistics/tally.ts'
import { type Adapter, type Case, wanted } from '#tests/golden/adapter.ts'

export const debugging: Adapter['groups'] = {
  debug: golden => ({ expected: wanted(golden), got: debugged(golden) }),
}

function debugged({ checks, reason, level, counter, name }: Case): unknown {
  if (checks) return counted(checks as boolean[], String(reason))
  if (level !== undefined) return lookedAt(Number(level)).flatMap(linesOf)
  if (counter) return reportOf('', [], new Map(Object.entries(counter as object)))[1]
  return reportOf(String(name), [], new Map())
}

function counted(checks: readonly boolean[], reason: string) {
  const tally: Tally = new Map()
  const trigger = { definition: { debug_level: 2 } } as Parameters<typeof noteLooked>[2]
  for (const passes of checks) noteLooked(tally, 1, trigger, 'group', passes ? null : reason)
  const {
    [CHECKS]: looked = 0,
    [PASSED]: match = 0,
    ...reasons
  } = Object.fromEntries(tally.get(1)?.get('group') ?? [])
  return { match, mismatch: looked - match, reasons }
}

/** What the case says was counted, as far as the level asks for it. */
function lookedAt(level: number): Looked[] {
  if (level === 0) return []
  const reasons = new Map(level === 2 ? [['foo', 12]] : [])
  return [{ criteria: 'my_group', checks: 3, passed: 1, reasons }]
}
