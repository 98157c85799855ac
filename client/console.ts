import { formatWithOptions } from 'node:util'
import { type LogOptions, recordLog } from './logs/record.ts'
import { stackOf } from './thrown.ts'

const LEVELS = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const
type Method = keyof typeof LEVELS

/** What the client itself says there begins so. */
const OWN = 'belfry: '

/** From now on each line of the console is an event too. Answers how to stop. */
export function recordConsole(options: LogOptions = {}): () => void {
  const undo = (Object.keys(LEVELS) as Method[]).map(method => {
    const before = console[method]
    const recorded = (...args: unknown[]) => {
      record(LEVELS[method], args, options)
      before.apply(console, args)
    }
    console[method] = recorded
    return () => {
      if (console[method] === recorded) console[method] = before
    }
  })
  return () => {
    for (const one of undo) one()
  }
}

function record(level: string, args: unknown[], options: LogOptions) {
  if (typeof args[0] === 'string' && args[0].startsWith(OWN)) return
  const error = args.find(arg => arg instanceof Error)
  recordLog(
    { level, msg: textOf(args), exception: error === undefined ? undefined : stackOf(error) },
    options,
  )
}

/** As the console writes it, in one line. What cannot be shown must not fail who only logs it. */
function textOf(args: unknown[]): string {
  try {
    const plain = args.map(arg => (arg instanceof Error ? `${arg.name}: ${arg.message}` : arg))
    return formatWithOptions({ depth: 3, maxArrayLength: 20, breakLength: Infinity }, ...plain)
  } catch {
    return 'something that cannot be shown'
  }
}
