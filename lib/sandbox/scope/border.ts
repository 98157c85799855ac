/** What a script's context tells its runner. Text and numbers only: nothing else may cross. */
export type Say = (
  what: 'call' | 'sleep' | 'output' | 'tail' | 'record' | 'end',
  number: number,
  name: string,
  text: string,
) => void

/** How the runner speaks to a context: first `begin`, with the way to speak back, then answers to its calls. */
export type Hear = (
  what: 'begin' | 'answer' | 'failure',
  number: number,
  text: string,
  say?: unknown,
) => void

/** How a script ended, as its context tells it. */
export interface End {
  how: 'returned' | 'alarm' | 'thrown' | 'source' | 'no data' | 'invalid value'
  value?: unknown
  message?: string
  stack?: string
}
