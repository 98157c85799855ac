import { isNothing } from '#app/_ui/plot/heights.ts'
import type { Trace } from '#app/_ui/plot/traces.ts'

/**
 * What is told of a time: the lines that have a number there, the greatest first, each with what it was before below
 * it. Where only some have room, the one that is meant is among them.
 */
export function toldAt(
  traces: readonly Trace[],
  index: number,
  { meant, room }: { meant: Trace | null; room: number },
): Trace[] {
  const numberOf = ({ line }: Trace) => line.values[index] ?? 0
  const there = traces.filter(({ isShown, line }) => isShown && !isNothing(line.values[index]))
  const [now, before] = [false, true].map(isBefore =>
    there.filter(({ line }) => line.isBefore === isBefore),
  )
  const told = (now ?? [])
    .toSorted((a, b) => numberOf(b) - numberOf(a))
    .flatMap(trace => [trace, ...(before ?? []).filter(({ place }) => place === trace.place)])
  const rest = there.filter(trace => !told.includes(trace))
  const all = [...told, ...rest]
  const cut = all.slice(0, room)
  return meant && all.includes(meant) && !cut.includes(meant) ? [...cut.slice(0, -1), meant] : cut
}
