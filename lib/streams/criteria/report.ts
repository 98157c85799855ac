/** What came of looking at one of the criteria. */
export interface Looked {
  criteria: string
  checks: number
  passed: number
  reasons: ReadonlyMap<string, number>
}

/** What a trigger did, in the lines that Winchester wrote into its log at debug level 2. */
export function reportOf(
  trigger: string,
  looked: readonly Looked[],
  counters: ReadonlyMap<string, number>,
): string[] {
  const head = `---- Trigger Definition: ${trigger} ----`
  return [
    head,
    ...looked.flatMap(linesOf),
    ...[...counters].map(([name, count]) => `Counter "${name}" = ${count}`),
    '-'.repeat(28),
  ]
}

export const linesOf = ({ criteria, checks, passed, reasons }: Looked): string[] => [
  `${criteria} Criteria: ${checks} checks, ${passed} passed`,
  ...[...reasons].map(([reason, count]) => ` - ${reason} = ${count}`),
]
