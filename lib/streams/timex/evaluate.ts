import type { Micros } from '#lib/streams/event.ts'
import { beginOf, type MissingDay, moved, replaced } from '#lib/streams/timex/calendar.ts'
import {
  isRange,
  type Operator,
  PERIODS,
  type Point,
  type Range,
  type Timex,
} from '#lib/streams/timex/expression.ts'
import { type MistakeKind, type Place, TimexMistake } from '#lib/streams/timex/mistake.ts'
import { isShorter, type Pinnable, repin, smallerUnit } from '#lib/streams/timex/pinned.ts'
import type { Duration } from '#lib/streams/timex/units.ts'
import type { TimeValue } from '#lib/streams/timex/value.ts'

/** The time that a variable stands for; undefined or null: it is not known. */
export type Variables = (name: string) => Micros | null | undefined

/**
 * What a time expression comes to. Throws a TimexMistake where a variable is not known, or a time is none: the 31st of
 * a month that has 30 days, unless `missing` takes it as the last one.
 */
export function evaluate(
  timex: Timex,
  variables: Variables,
  missing: MissingDay = 'none',
): TimeValue {
  const wrong = (kind: MistakeKind, place: Place, problem: string) =>
    new TimexMistake(timex.text, kind, place, problem)

  function time(at: Micros | null, place: Place): Micros {
    if (at !== null) return at
    throw wrong('time', place, `there is no such time: ${timex.text.slice(place.at, place.end)}`)
  }

  function apply(at: Micros, operator: Operator, by: Duration, place: Place): Micros {
    if (operator === '@') return time(replaced(at, by, missing), place)
    return time(moved(at, by, operator === '+' ? 1 : -1, missing), place)
  }

  function point(node: Point): Micros {
    if (node.kind === 'moved') return apply(point(node.of), node.operator, node.by, node.place)
    const at = variables(node.name)
    if (at !== null && at !== undefined) return at
    throw wrong('name', node.place, `$${node.name} is not known`)
  }

  function range(node: Range): Pinnable {
    if (node.kind === 'shifted') return shifted(node)
    if (node.kind === 'span') return { begin: point(node.begin), end: point(node.end) }
    const at = point(node.of)
    const begin = beginOf(node.period, at)
    const end = time(moved(begin, { [PERIODS[node.period]]: 1 }, 1), node.place)
    return { begin, end, pin: { at, period: node.period } }
  }

  function shifted({ of, operator, by, place }: Extract<Range, { kind: 'shifted' }>): Pinnable {
    const old = range(of)
    const duration = typeof by === 'number' ? { [smallerUnit(old)]: by } : by
    const { pin } = old
    if (pin && !isShorter(duration, operator, old, pin.period))
      throw wrong('time', place, `only what is shorter than the ${pin.period} moves it`)
    const begin = apply(old.begin, operator, duration, place)
    const end = apply(old.end, operator, duration, place)
    if (!pin) return { begin, end }
    return { ...repin({ begin, end }, pin, at => time(at, place)), pin }
  }

  if (!isRange(timex.root)) return point(timex.root)
  const { begin, end } = range(timex.root)
  return { begin, end }
}
