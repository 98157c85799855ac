import type { failure, MonitorFailure } from '#lib/sandbox/scope/failure.ts'
import type { ScopeName, ScriptKind } from '#lib/sandbox/scope/names.ts'
import type { printing } from '#lib/sandbox/scope/printing.ts'
import type { statistics } from '#lib/sandbox/scope/statistics.ts'
import type { values } from '#lib/sandbox/scope/values.ts'

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

export interface ScopeLimits {
  calls: number
  argumentsLength: number
  argumentsAtOnce: number
  sleeps: number
  outputLength: number
  messageLength: number
  textLength: number
  records: number
  series: number
  nameLength: number
  resultLength: number
}

/** How a script ended, as its context tells it. */
export interface End {
  how: 'returned' | 'alarm' | 'thrown' | 'source' | 'no data' | 'invalid value'
  value?: unknown
  message?: string
  stack?: string
}

interface Parts {
  failure: typeof failure
  printing: typeof printing
  statistics: typeof statistics
  values: typeof values
}

/**
 * Makes the scope of a script in a fresh context. Compiled into each isolate by its text, so it knows
 * nothing but its own body and what it is given. It keeps the built-ins that it needs before the script can
 * change them; what the script does to the others harms only its own run. Nothing here guards the runner:
 * that is the border's business, which lets text and numbers through and nothing else.
 *
 * A context is new for each run, so this code is always cold, and the first object of each shape costs more
 * than all else: what every run passes through makes functions rather than objects, and the rest is made on demand.
 */
export function scope(limits: ScopeLimits, parts: Parts): Hear {
  const world = globalThis as unknown as Record<string, unknown>
  const { parse, stringify } = JSON
  const { apply, defineProperty } = Reflect
  const { create } = Object
  const { then } = Promise.prototype
  const { slice } = String.prototype
  const { get } = WeakMap.prototype
  const PromiseOf = Promise
  const DateOf = Date
  const text = String
  let send: Say
  let facts: string

  // Compiled code, shared memory and hooks into the garbage collector: no script needs them, attacks do.
  delete world.WebAssembly
  delete world.SharedArrayBuffer
  delete world.Atomics
  delete world.FinalizationRegistry
  delete world.WeakRef
  delete world.console

  /** The one way out: whatever the script did to the built-ins, numbers and texts leave. */
  const say: Say = (what, number, name, body) => send(what, number, `${name}`, `${body}`)

  /** Errors of ours, by what they make of the run. */
  const endings = new WeakMap<Error, End['how']>()
  const ending = (how: End['how'], error: Error) => {
    endings.set(error, how)
    return error
  }
  const endingOf = (error: unknown): End['how'] => apply(get, endings, [error]) ?? 'thrown'

  const { kept, checkName, kindOf } = parts.values(limits, message =>
    ending('invalid value', new TypeError(message)),
  )
  let failureClass: ReturnType<typeof parts.failure> | undefined
  const failureOf = () => (failureClass ??= parts.failure())
  let printer: ReturnType<typeof parts.printing> | undefined

  // Questions to the runner: source calls and pauses

  const waiting: Record<number, (isFailure: boolean, text: string) => void> = create(null)
  let asked = 0
  let calls = 0
  /** length of what is asked and not answered */
  let asking = 0
  let sleeping = 0

  /** `answered` is called when the answer comes: what awaits the promise may have been led to go on before. */
  const ask = (what: 'call' | 'sleep', name: string, body: string, answered: () => void) =>
    new PromiseOf<string>((resolve, reject) => {
      waiting[++asked] = (isFailure, answer) => {
        answered()
        if (isFailure) reject(answer)
        else resolve(answer)
      }
      say(what, asked, name, body)
    })

  async function call(source: string, method: string, args: unknown[]) {
    if (source === '') throw failed('There is no source without a name')
    // What is left out at the end is not told as null.
    while (args.length > 0 && args[args.length - 1] === undefined) args.length--
    const body = `${stringify(args)}`
    if (body[0] !== '[')
      throw new TypeError(`${source}.${method}: the arguments cannot be told as JSON`)
    // Now, since arguments may make calls while they are told.
    if (calls >= limits.calls) throw failed(`a run may make ${limits.calls} source calls`)
    const name = `${source}.${method}`
    const length = name.length + body.length
    if (length > limits.argumentsLength) throw failed(`${cut(name)}: the arguments are too large`)
    if (asking + length > limits.argumentsAtOnce)
      throw failed(`${cut(name)}: the arguments of all calls under way are too large`)
    calls++
    asking += length
    let answer: unknown
    try {
      answer = parse(
        await ask('call', name, body, () => {
          asking -= length
        }),
      )
    } catch (refusal) {
      // Made here, its stack leads to the line that awaits the call.
      throw failed(refusal as string)
    }
    return withJson(answer)
  }

  const failed = (message: string) => ending('source', new Error(message))

  /** Any name may be asked for; the broker knows which there are, and says so. */
  const named = (make: (name: string) => unknown) =>
    new Proxy(create(null), {
      get: (_, name) =>
        typeof name !== 'string' || name === 'then' || name === 'toJSON' ? undefined : make(name),
    })

  const sources = () =>
    named(source =>
      named(
        method =>
          (...args: unknown[]) =>
            call(source, method, args),
      ),
    )

  async function sleep(ms: unknown) {
    if (typeof ms !== 'number' || !(ms >= 0))
      throw new TypeError('sleep(ms) takes a number of milliseconds')
    if (sleeping >= limits.sleeps)
      throw new RangeError(`${limits.sleeps} pauses at once are the limit`)
    sleeping++
    await ask('sleep', '', `${ms}`, () => {
      sleeping--
    })
  }

  /** Answers of web servers parse their text on demand. */
  function withJson(answer: unknown) {
    const isPage =
      typeof answer === 'object' && answer !== null && 'status' in answer && 'headers' in answer
    if (isPage && 'text' in answer)
      defineProperty(answer, 'json', { value: () => parse(answer.text as string) })
    return answer
  }

  // Values

  const recorded: Record<string, boolean> = create(null)
  let records = 0
  let series = 0

  function record(name: unknown, value: unknown) {
    if (++records > limits.records) throw new RangeError(`a run may record ${limits.records} times`)
    const key = checkName(name)
    const keeps = kept(value, `record("${key}") was given`)
    if (key !== 'value') {
      if (typeof keeps !== 'number')
        throw ending(
          'invalid value',
          new TypeError(`record("${key}") takes a finite number, not ${kindOf(value)}`),
        )
      if (!recorded[key] && ++series > limits.series)
        throw new RangeError(`a run may record ${limits.series} names`)
      recorded[key] = true
    }
    say('record', 0, key, stringify(keeps))
  }

  function fail(message?: unknown, value?: unknown) {
    throw new (failureOf())(message, value)
  }

  function noData(message: unknown = 'No data') {
    throw ending('no data', new Error(`${message}`))
  }

  // The end

  let isOver = false

  function end(how: End['how'], value?: unknown, message?: string, stack?: string) {
    if (isOver) return
    isOver = true
    printer?.flush()
    // Without a prototype, in which there could be a toJSON by now.
    say('end', 0, '', stringify({ __proto__: null, how, value, message, stack }))
  }

  function returned(value: unknown) {
    try {
      end('returned', kept(value, 'the script returned'))
    } catch (error) {
      thrown(error)
    }
  }

  /** A step's result is told as one text, which no script can change any more; whoever hears it makes sure of what it is. */
  function returnedByStep(value: unknown) {
    try {
      const result = stringify({ __proto__: null, events: value ?? null, env: sharedEnv })
      if (result.length > limits.resultLength)
        throw ending('invalid value', new RangeError('the step returned more than it may'))
      end('returned', result)
    } catch (error) {
      thrown(error)
    }
  }

  function thrown(error: unknown) {
    try {
      endBy(error)
    } catch (second) {
      // The value given to `fail` was none, or the script made the error itself throw.
      end(endingOf(second), undefined, messageOf(second))
    }
  }

  function endBy(error: unknown) {
    if (typeof error !== 'object' || error === null)
      return end('thrown', undefined, messageOf(error))
    const { name, value, stack } = error as MonitorFailure
    const message = messageOf(error, name === 'MonitorFailure' ? '' : undefined)
    const where = typeof stack === 'string' ? cut(stack) : ''
    if (name !== 'MonitorFailure') return end(endingOf(error), undefined, message, where)
    end('alarm', value === undefined ? undefined : kept(value, 'fail was given'), message, where)
  }

  function messageOf(error: unknown, wordless?: string): string {
    try {
      if (typeof error !== 'object' || error === null) return cut(text(error))
      const { message, name } = error as Error
      return cut(text(message || (wordless ?? (name || kindOf(error)))))
    } catch {
      return 'something was thrown that cannot be described'
    }
  }

  const cut = (message: string) => apply(slice, message, [0, limits.messageLength + 1])

  // What the script sees

  let sharedEnv: unknown
  const env = () => (sharedEnv ??= parse(facts).env)

  /** Times are told as texts, and are dates for scripts. */
  function dated(told: Record<string, unknown> | null, names: string[]) {
    if (told !== null)
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string
        told[name] = new DateOf(told[name] as string)
      }
    return told
  }

  function datedEvents(events: Record<string, unknown>[]) {
    for (let i = 0; i < events.length; i++)
      dated(events[i] as Record<string, unknown>, ['at', 'start'])
    return events
  }

  function stream() {
    const told = dated(parse(facts).stream, ['firstEvent', 'lastEvent'])
    if (told?.events) datedEvents(told.events as Record<string, unknown>[])
    return told
  }

  function given(name: ScopeName): unknown {
    switch (name) {
      case 'sources':
        return sources()
      case 'record':
        return record
      case 'fail':
        return fail
      case 'noData':
        return noData
      case 'sleep':
        return sleep
      case 'MonitorFailure':
        return failureOf()
      case 'console': {
        printer = parts.printing(limits, say)
        const { write } = printer
        return { log: write, info: write, warn: write, error: write, debug: write }
      }
      case 'now':
        return new DateOf(parse(facts).now)
      case 'stream':
        return stream()
      case 'events':
        return datedEvents(parse(facts).events)
      case 'env':
        return env()
      case 'monitor':
        return parse(facts).monitor
      case 'previous': {
        const { previous } = parse(facts)
        if (previous.at !== null) previous.at = new DateOf(previous.at)
        return previous
      }
      default:
        return parts.statistics()[name]
    }
  }

  /** The compiled script calls it with its body and the names that it uses, once; it is gone before the body begins. */
  function run(
    kind: ScriptKind,
    names: ScopeName[],
    body: (...scope: unknown[]) => () => Promise<unknown>,
  ) {
    delete world.$run
    const ended = kind === 'step' ? returnedByStep : returned
    apply(then, apply(body, undefined, names.map(given))(), [ended, thrown])
  }

  return (what, number, body, tell) => {
    if (what === 'begin') {
      send = tell as Say
      facts = body
      world.$run = run
      return
    }
    const answer = waiting[number]
    delete waiting[number]
    answer?.(what === 'failure', body)
  }
}
