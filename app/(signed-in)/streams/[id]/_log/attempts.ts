import type { LogLine } from '#lib/streams/reading/log/data.ts'

export interface Attempt {
  key: number
  pipeline: string
  attempt: number
  lines: LogLine[]
}

/** Lines that were said together, the last attempt first. A reset counts attempts from the beginning. */
export function attemptsOf(lines: readonly LogLine[]): Attempt[] {
  const attempts: Attempt[] = []
  for (const line of lines) {
    const last = attempts.at(-1)
    if (last?.pipeline === line.pipeline && last.attempt === line.attempt) last.lines.push(line)
    else {
      const { id: key, pipeline, attempt } = line
      attempts.push({ key, pipeline, attempt, lines: [line] })
    }
  }
  return attempts.reverse()
}
