import type { CompiledTrigger } from '#lib/streams/definition/compile.ts'
import { CHECKS, noteCheck, PASSED, type Tally } from '#lib/streams/statistics/tally.ts'

/** Counts what came of looking at criteria, as far as the trigger's debug level asks for it: 1 how often, 2 why not, too. */
export function noteLooked(
  tally: Tally,
  triggerId: number,
  { definition }: Pick<CompiledTrigger, 'definition'>,
  criteria: string,
  reason: string | null,
): void {
  if (definition.debug_level === 0) return
  noteCheck(tally, triggerId, criteria, CHECKS)
  if (reason === null) noteCheck(tally, triggerId, criteria, PASSED)
  else if (definition.debug_level === 2) noteCheck(tally, triggerId, criteria, reason)
}
