import type { End, Hear, Say } from '#lib/sandbox/scope/border.ts'
import type { facts } from '#lib/sandbox/scope/facts.ts'
import type { failure, MonitorFailure } from '#lib/sandbox/scope/failure.ts'
import type { ScopeLimits } from '#lib/sandbox/scope/limits.ts'
import type { ScopeName, ScriptKind } from '#lib/sandbox/scope/names.ts'
import type { printing } from '#lib/sandbox/scope/printing.ts'
import type { questions } from '#lib/sandbox/scope/questions.ts'
import type { statistics } from '#lib/sandbox/scope/statistics.ts'
import type { values } from '#lib/sandbox/scope/values.ts'

interface Parts {
  facts: typeof facts
  failure: typeof failure
  printing: typeof printing
  questions: typeof questions
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
  const { stringify } = JSON
  const { apply } = Reflect
  const { create } = Object
  const { then } = Promise.prototype
  const { slice } = String.prototype
  const { get } = WeakMap.prototype
  const text = String
  let send: Say
  let begun: string

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

  // Made on demand, before the script can change what they are made of

  let failureClass: ReturnType<typeof parts.failure> | undefined
  const failureOf = () => (failureClass ??= parts.failure())
  let printer: ReturnType<typeof parts.printing> | undefined
  let asker: ReturnType<typeof parts.questions> | undefined
  const askerOf = () => (asker ??= parts.questions(limits, say, refused, cut))
  const refused = (message: string) => ending('source', new Error(message))
  let teller: ReturnType<typeof parts.facts> | undefined
  const tellerOf = () => (teller ??= parts.facts(begun))

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
  /** what the steps of a pipeline share, where this one may have changed it */
  let env: unknown

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
      const result = stringify({ __proto__: null, events: value ?? null, env })
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

  function given(name: ScopeName): unknown {
    switch (name) {
      case 'sources':
        return askerOf().sources()
      case 'sleep':
        return askerOf().sleep
      case 'record':
        return record
      case 'fail':
        return fail
      case 'noData':
        return noData
      case 'MonitorFailure':
        return failureOf()
      case 'console': {
        printer = parts.printing(limits, say)
        const { write } = printer
        return { log: write, info: write, warn: write, error: write, debug: write }
      }
      case 'env':
        env = tellerOf()(name)
        return env
      case 'now':
      case 'previous':
      case 'monitor':
      case 'stream':
      case 'events':
        return tellerOf()(name)
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
      begun = body
      world.$run = run
      return
    }
    asker?.answered(number, what === 'failure', body)
  }
}
