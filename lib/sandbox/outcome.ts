import type { Plain } from '#lib/plugin.ts'
import type { CallRecord, Outcome, Reason, StepResult } from '#lib/sandbox/contract.ts'
import {
  ISOLATE_MEMORY_MB,
  MESSAGE_LIMIT,
  SERIES_LIMIT,
  SERIES_NAME_LIMIT,
  STREAM_LIMIT,
  TEXT_VALUE_LIMIT,
} from '#lib/sandbox/limits.ts'
import { noOutput, type Output, shownOutput } from '#lib/sandbox/output.ts'
import type { End } from '#lib/sandbox/scope/border.ts'
import { clean, cut } from '#lib/sandbox/text.ts'

/** What is known of a run besides how it ended. */
export interface Gathered {
  output: Output
  recorded: Map<string, Plain>
  calls: CallRecord[]
  startedAt: Date
  durationMs: number
}

/** How a run ended: by itself, or because it was made to. */
export type Ending =
  | { by: 'script'; end: End; result?: StepResult }
  | { by: 'timeout'; limitMs: number }
  | { by: 'memory' }
  | { by: 'syntax'; message: string; line: number | null }
  | { by: 'runner lost'; message: string }

/** The outcome of a run that never began. */
export const unbegun = (ending: Ending): Outcome =>
  outcomeOf(ending, {
    output: noOutput(),
    recorded: new Map(),
    calls: [],
    startedAt: new Date(),
    durationMs: 0,
  })

/** What V8 throws, rather than to end the isolate, when a buffer would go beyond its memory. */
const NO_BUFFER = 'Array buffer allocation failed'

type Judgement = Pick<Outcome, 'state' | 'reason' | 'message' | 'line'> & { value?: Plain }

/** The outcome of a run. What was recorded before a failure is kept. */
export function outcomeOf(ending: Ending, gathered: Gathered): Outcome {
  const { value = null, ...judgement } = judge(ending)
  const recorded = gathered.recorded.get('value') ?? null
  const kept = keptValue(value ?? recorded)
  const series: Record<string, number> = isNumbers(kept) ? { ...kept } : {}
  for (const [name, number] of gathered.recorded)
    if (name !== 'value' && typeof number === 'number') series[clean(name)] = number

  return {
    ...judgement,
    message: clean(cut(judgement.message, MESSAGE_LIMIT)),
    value: kept,
    series,
    output: shownOutput(gathered.output),
    calls: gathered.calls,
    startedAt: gathered.startedAt,
    durationMs: gathered.durationMs,
    ...('result' in ending ? { result: ending.result } : {}),
  }
}

function judge(ending: Ending): Judgement {
  switch (ending.by) {
    case 'script':
      return judgeEnd(ending.end)
    case 'timeout':
      return failed('timeout', `The script did not end within ${inWords(ending.limitMs)}`)
    case 'memory':
      return failed(
        'memory',
        `The script needed more memory than the ${ISOLATE_MEMORY_MB} MB that it may use`,
      )
    case 'syntax':
      return failed('syntax', ending.message, ending.line)
    default:
      return failed(ending.by, ending.message)
  }
}

function judgeEnd({ how, value, message = '', stack = '' }: End): Judgement {
  const kept = value as Plain
  if (how === 'returned')
    return { state: 'OK', reason: null, message: 'Monitor Passed', line: null, value: kept }
  const line = lineOf(stack)
  if (how === 'alarm') return { state: 'ALARM', reason: null, message, line, value: kept }
  if (how === 'thrown' && message === NO_BUFFER) return judge({ by: 'memory' })
  return failed(how === 'thrown' ? 'exception' : how, message, line)
}

const failed = (reason: Reason, message: string, line: number | null = null): Judgement => ({
  state: 'ERROR',
  reason,
  message,
  line,
})

const inWords = (ms: number) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`)

/** The innermost line of the script in a stack. */
function lineOf(stack: string): number | null {
  const line = Number(/monitor\.ts:(\d{1,7})/.exec(stack)?.[1])
  return line > 0 ? line : null
}

function keptValue(value: Plain): Plain {
  if (typeof value === 'string') return cut(clean(value), TEXT_VALUE_LIMIT)
  if (isNumbers(value))
    return Object.fromEntries(Object.entries(value).map(([name, number]) => [clean(name), number]))
  return value
}

const isNumbers = (value: Plain): value is Record<string, number> =>
  typeof value === 'object' && value !== null

const endings = new Set<string>([
  'returned',
  'alarm',
  'thrown',
  'source',
  'no data',
  'invalid value',
])

/** Reads what a runner says of a script's end. Throws when it is nothing that a runner of ours would say. */
export function readEnd(text: string): End {
  const end = JSON.parse(text) as End
  const isSound =
    endings.has(end?.how) &&
    isValue(end.value) &&
    [end.message, end.stack].every(part => part === undefined || isText(part, MESSAGE_LIMIT))
  if (!isSound) throw new Error('an end that is none')
  return end
}

/** The same of a step's end: what it returned is the JSON of anything. */
export function readStepEnd(text: string): { end: End; result?: StepResult } {
  const { value, ...end } = JSON.parse(text) as End
  if (end.how !== 'returned') return { end: readEnd(text) }
  if (typeof value !== 'string' || value.length > STREAM_LIMIT)
    throw new Error('a result that is none')
  const { events = null, env = null } = JSON.parse(value) as Partial<StepResult>
  return { end: readEnd(JSON.stringify(end)), result: { events, env } }
}

/** Reads what a runner says was recorded. Throws when it is no value that a monitor can have. */
export function readRecorded(name: string, text: string): Plain {
  const value = JSON.parse(text) as unknown
  if (!isValue(value) || !isName(name)) throw new Error('a record that is none')
  return value as Plain
}

function isValue(value: unknown): boolean {
  if (value === undefined || value === null || isText(value, TEXT_VALUE_LIMIT)) return true
  if (typeof value !== 'object') return Number.isFinite(value)
  const names = Object.keys(value)
  return (
    !Array.isArray(value) &&
    names.length <= SERIES_LIMIT &&
    names.every(isName) &&
    Object.values(value).every(Number.isFinite)
  )
}

const isName = (name: string) => name !== '' && isText(name, SERIES_NAME_LIMIT - 1)
/** One character more than is kept comes over, so that the cut is seen. */
const isText = (text: unknown, limit: number) =>
  typeof text === 'string' && text.length <= limit + 1
