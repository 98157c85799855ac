import { UserError } from '#lib/failures.ts'

/** What is wrong in several files; all of it is told at once. */
export interface Mistakes {
  /** What `read` answers, or undefined when it throws a UserError: that is one of the mistakes, of this file. */
  of<T>(file: string, read: () => T | Promise<T>): Promise<T | undefined>
  add(file: string, problem: string): void
  /** Throws a UserError, one line a mistake, if there are any. */
  refuse(): void
}

export function collectMistakes(): Mistakes {
  const lines: string[] = []
  const add = (file: string, problem: string) => void lines.push(`${file}: ${problem}`)
  return {
    add,
    async of(file, read) {
      try {
        return await read()
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        const fields = Object.entries(error.fields ?? {})
        if (fields.length === 0) add(file, error.message)
        for (const field of fields) add(file, placeFirst(field))
        return undefined
      }
    },
    refuse() {
      if (lines.length > 0) throw new UserError(lines.join('\n'))
    },
  }
}

/** `line 7, column 5, expiration: is missing` of what is said as `line 7, column 5: is missing`. */
function placeFirst([path, text]: [string, string]): string {
  const [place = ''] = /^line \d+(?:, column \d+)?/.exec(text) ?? []
  const problem = text.slice(place.length).replace(/^: /, '')
  return [[place, path].filter(Boolean).join(', '), problem].filter(Boolean).join(': ')
}
