import { OUTPUT_LIMIT } from '#lib/sandbox/limits.ts'
import { clean } from '#lib/sandbox/text.ts'

/** Console output of a run: the beginning as it came and the end as it was last told. */
export interface Output {
  head: string
  tail: string
  /** characters written in all */
  written: number
}

export const noOutput = (): Output => ({ head: '', tail: '', written: 0 })

/** The output as it is kept, with a mark where something was left out. */
export function shownOutput({ head, tail, written }: Output): string {
  const missing = written - head.length - tail.length
  const mark = missing > 0 ? `\n… ${missing} characters left out …\n` : ''
  return clean(head.slice(0, OUTPUT_LIMIT) + mark + tail.slice(-OUTPUT_LIMIT))
}
