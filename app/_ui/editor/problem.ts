/** Something wrong at a place of an edited text. */
export interface Problem {
  message: string
  /** from 1 */
  line: number
  /** from 1; without one the whole line is meant */
  column?: number | undefined
}

/** The places that a refusal names: texts like `line 7, column 5: …`, whatever field they are said of. */
export const problemsIn = (fields: Readonly<Record<string, string>> = {}): Problem[] =>
  Object.values(fields).flatMap(text => {
    const [, line, column, message] = /^line (\d+)(?:, column (\d+))?: (.*)$/s.exec(text) ?? []
    return line && message
      ? [{ line: Number(line), column: column ? Number(column) : undefined, message }]
      : []
  })
