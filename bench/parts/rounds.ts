/** So many rounds after one that does not count, since what is measured runs for weeks. Each is told when it ends. */
export async function runRounds<Round>(
  name: string,
  count: number,
  run: (i: number) => Promise<Round>,
): Promise<Round[]> {
  const rounds: Round[] = []
  for (let i = 0; i <= count; i++) {
    const round = await run(i)
    process.stderr.write(`${name} ${i}: ${JSON.stringify(round)}\n`)
    if (i > 0) rounds.push(round)
  }
  return rounds
}

/** The round that has the middle of these rates, or ratios. */
export const middleBy = <Round>(rounds: readonly Round[], rateOf: (round: Round) => number) =>
  rounds.toSorted((a, b) => rateOf(a) - rateOf(b))[Math.floor(rounds.length / 2)] as Round
