/** What was done to the system, and when. */
export interface Entry {
  /** milliseconds since the beginning */
  fromMs: number
  /** null: it was over at once, or is not over yet */
  untilMs: number | null
  what: string
}

export interface Diary {
  entries: readonly Entry[]
  ms(): number
  /** Answers how to note its end. */
  note(what: string): () => void
}

export function openDiary(say: (line: string) => void): Diary {
  const start = performance.now()
  const entries: Entry[] = []
  const ms = () => Math.round(performance.now() - start)
  return {
    entries,
    ms,
    note(what) {
      const entry: Entry = { fromMs: ms(), untilMs: null, what }
      entries.push(entry)
      say(`${at(entry.fromMs)}  ${what}`)
      return () => {
        entry.untilMs = ms()
      }
    },
  }
}

export const at = (ms: number) => `${(ms / 1000).toFixed(1).padStart(7)} s`
