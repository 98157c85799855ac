/** What a script's own context tells its runner. Text and numbers only: nothing else may cross. */
export type Say = (
  what: 'call' | 'sleep' | 'output' | 'tail' | 'record' | 'end',
  number: number,
  name: string,
  text: string,
) => void

/** How the runner speaks to a context: first `begin`, then answers to its calls. */
export type Hear = (
  what: 'begin' | 'answer' | 'failure',
  number: number,
  text: string,
  say?: unknown,
) => void

export interface ScopeLimits {
  calls: number
  argumentsLength: number
  sleeps: number
  outputLength: number
  messageLength: number
  textLength: number
  records: number
  series: number
  nameLength: number
}

/** How a script ended, as its context tells it. */
export interface End {
  how: 'returned' | 'alarm' | 'thrown' | 'source' | 'no data' | 'invalid value'
  value?: unknown
  message?: string
  stack?: string
}

/**
 * Makes the scope of a script in a fresh context. Its text is compiled into each isolate, so it knows
 * nothing but its own body. It runs before the script and keeps what it needs of the built-ins; what the script
 * does to them afterwards harms only its own run. Nothing here guards the runner: that is the border's
 * business, which lets text and numbers through and nothing else.
 */
export function scope(limits: ScopeLimits): Hear {
  const { parse, stringify } = JSON
  const { isArray } = Array
  const { isFinite: isFiniteNumber } = Number
  const { keys, getPrototypeOf, prototype: plainPrototype, defineProperty, create } = Object
  const describe = plainPrototype.toString
  const { apply } = Reflect
  const { then } = Promise.prototype
  const world = globalThis as unknown as Record<string, unknown>
  let say: Say

  // Compiled code, shared memory and hooks into the garbage collector: no script needs them, attacks do.
  for (const name of [
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'FinalizationRegistry',
    'WeakRef',
  ])
    delete world[name]

  class MonitorFailure extends Error {
    override readonly name = 'MonitorFailure'
    readonly value: unknown
    constructor(message?: unknown, value?: unknown) {
      super(message === undefined ? '' : `${message}`)
      this.value = value
    }
  }
  class SourceError extends Error {
    override readonly name = 'SourceError'
  }
  class NoData extends Error {
    override readonly name = 'NoData'
  }
  class InvalidValue extends TypeError {
    override readonly name = 'InvalidValue'
  }

  // Calls of sources, and pauses

  interface Waiting {
    resolve(value: unknown): void
    reject(error: unknown): void
    /** made where the script asked, so that its line is known should it fail */
    failure: Error
  }
  const waiting: Record<number, Waiting> = create(null)
  let asked = 0
  let calls = 0
  let sleeping = 0

  const call = (source: string, method: string, args: unknown[]) =>
    new Promise((resolve, reject) => {
      if (calls >= limits.calls)
        throw new SourceError(`a run may make ${limits.calls} source calls`)
      while (args.length > 0 && args[args.length - 1] === undefined) args.length--
      const text = stringify(args)
      if (text.length > limits.argumentsLength)
        throw new SourceError(`the arguments of ${source}.${method} are too large`)
      calls++
      waiting[++asked] = { resolve, reject, failure: new SourceError() }
      say('call', asked, `${source}.${method}`, text)
    })

  const sleep = (ms: unknown) =>
    new Promise((resolve, reject) => {
      if (typeof ms !== 'number' || !(ms >= 0))
        throw new TypeError('sleep(ms) takes a number of milliseconds')
      if (sleeping >= limits.sleeps)
        throw new RangeError(`${limits.sleeps} pauses at once are the limit`)
      sleeping++
      waiting[++asked] = { resolve, reject, failure: new SourceError() }
      say('sleep', asked, '', `${ms}`)
    })

  function answer(number: number, isFailure: boolean, text: string) {
    const caller = waiting[number]
    if (!caller) return
    delete waiting[number]
    if (text === '') sleeping--
    if (isFailure) {
      caller.failure.message = text
      caller.reject(caller.failure)
    } else caller.resolve(text === '' ? undefined : withJson(parse(text)))
  }

  /** Answers of web servers parse their text on demand. */
  function withJson(result: unknown) {
    if (
      typeof result === 'object' &&
      result !== null &&
      'status' in result &&
      'headers' in result &&
      'text' in result
    )
      defineProperty(result, 'json', { value: () => parse(result.text as string) })
    return result
  }

  function sourcesOf(methods: Record<string, string[]>) {
    const made = create(null)
    for (const key of keys(methods)) made[key] = undefined
    return new Proxy(made, {
      get(_, key) {
        if (typeof key !== 'string' || made[key] !== undefined) return made[key]
        const names = methods[key]
        if (names) made[key] = sourceOf(key, names)
        else if (key !== 'then' && key !== 'toJSON')
          throw new SourceError(
            `there is no source "${key}" here; there are: ${keys(methods).join(', ')}`,
          )
        return made[key]
      },
    })
  }

  function sourceOf(key: string, names: string[]) {
    const source = create(null)
    for (const name of names) source[name] = (...args: unknown[]) => call(key, name, args)
    return source
  }

  // Values

  const kindOf = (value: unknown) =>
    isArray(value)
      ? 'an array'
      : typeof value === 'object'
        ? apply(describe, value, [])
        : `a ${typeof value}`

  /** What is kept of a value; throws when it is none that a monitor can have. */
  function kept(value: unknown, what: string): unknown {
    if (value === undefined || value === null) return null
    if (typeof value === 'number' && isFiniteNumber(value)) return value
    // One more than is kept, so that the cut is seen.
    if (typeof value === 'string')
      return value.length > limits.textLength ? value.slice(0, limits.textLength + 1) : value
    if (typeof value === 'object' && isPlain(value)) return numbersOf(value, what)
    const shown = typeof value === 'number' ? `${value}` : kindOf(value)
    throw new InvalidValue(
      `${what} ${shown}: a value is nothing, a finite number, a text, or an object of finite numbers`,
    )
  }

  function isPlain(value: object) {
    const prototype = getPrototypeOf(value)
    return !isArray(value) && (prototype === plainPrototype || prototype === null)
  }

  function numbersOf(value: object, what: string) {
    const names = keys(value)
    if (names.length > limits.series)
      throw new InvalidValue(`${what} more than ${limits.series} names`)
    const numbers = create(null)
    for (const name of names) {
      const number = (value as Record<string, unknown>)[checkName(name)]
      if (typeof number !== 'number' || !isFiniteNumber(number))
        throw new InvalidValue(`${what} an object whose "${name}" is not a finite number`)
      numbers[name] = number
    }
    return numbers
  }

  function checkName(name: unknown): string {
    if (
      typeof name !== 'string' ||
      name === '' ||
      name.length > limits.nameLength ||
      name === '__proto__'
    )
      throw new InvalidValue(`a name of a series is a text of 1 to ${limits.nameLength} characters`)
    return name
  }

  const recorded = create(null)
  let records = 0
  let names = 0

  function record(name: unknown, given: unknown) {
    if (++records > limits.records) throw new RangeError(`a run may record ${limits.records} times`)
    const key = checkName(name)
    const value = kept(given, `recorded as "${key}":`)
    if (key !== 'value' && typeof value !== 'number')
      throw new InvalidValue(
        `recorded as "${key}": ${kindOf(given)}: beside the value only finite numbers are recorded`,
      )
    if (!recorded[key] && ++names > limits.series + 1)
      throw new RangeError(`a run may record ${limits.series} names`)
    recorded[key] = true
    say('record', 0, key, stringify(value))
  }

  // Console

  let written = 0
  let tail = ''
  let tellTailAt = 0

  /** The beginning is told line by line, so that it outlives a run that is ended; the end each time it has doubled. */
  function write(...parts: unknown[]) {
    let line = ''
    for (let i = 0; i < parts.length; i++) line += (i > 0 ? ' ' : '') + shown(parts[i])
    line += '\n'
    const room = limits.outputLength - written
    written += line.length
    if (room > 0) say('output', 0, '', line.length > room ? line.slice(0, room) : line)
    if (line.length <= room) return
    tail = (tail + (room > 0 ? line.slice(room) : line)).slice(-limits.outputLength)
    if (written < tellTailAt) return
    tellTailAt = written * 2
    say('tail', written, '', tail)
  }

  function shown(value: unknown): string {
    if (typeof value === 'string') return value
    if (typeof value === 'function') return `[function ${value.name}]`
    if (value instanceof Error) return value.stack ?? `${value}`
    if (typeof value !== 'object' || value === null) return apply(String, undefined, [value])
    try {
      return stringify(value, plainly) ?? kindOf(value)
    } catch (error) {
      return `[${(error as Error).message}]`
    }
  }

  const plainly = (_: string, value: unknown) => {
    if (typeof value === 'bigint') return `${value}`
    if (value instanceof Map) return [...value]
    if (value instanceof Set) return [...value]
    return value
  }

  // Statistics: gaps (null, undefined, NaN) are left out; nothing at all has no mean, which is NaN

  const ascending = (a: number, b: number) => a - b
  const present = (values: unknown) => {
    if (!isArray(values)) throw new TypeError('statistics take an array of numbers')
    return values.filter(
      (value): value is number => typeof value === 'number' && !Number.isNaN(value),
    )
  }
  const sum = (values: unknown) => present(values).reduce((total, value) => total + value, 0)
  const mean = (values: unknown) => {
    const numbers = present(values)
    return sum(numbers) / numbers.length
  }
  /** Between two neighbours in proportion, as spreadsheets do it. */
  const percentile = (values: unknown, percent: number) => {
    if (!(percent >= 0 && percent <= 100))
      throw new RangeError('percentile(values, percent) takes 0 to 100')
    const numbers = present(values).sort(ascending)
    const place = ((numbers.length - 1) * percent) / 100
    const low = numbers[Math.floor(place)] ?? NaN
    const high = numbers[Math.ceil(place)] ?? NaN
    return low + (high - low) * (place - Math.floor(place))
  }
  const median = (values: unknown) => percentile(values, 50)
  /** Of the population: the root of the mean of squared distances from the mean. */
  const stdev = (values: unknown) => {
    const numbers = present(values)
    const middle = mean(numbers)
    return Math.sqrt(mean(numbers.map(value => (value - middle) ** 2)))
  }
  const extreme = (values: unknown, better: (a: number, b: number) => boolean) => {
    const numbers = present(values)
    return numbers.reduce((best, value) => (better(value, best) ? value : best), numbers[0] ?? NaN)
  }
  const min = (values: unknown) => extreme(values, (a, b) => a < b)
  const max = (values: unknown) => extreme(values, (a, b) => a > b)

  // The end

  let isOver = false

  function end(how: End) {
    if (isOver) return
    isOver = true
    if (tail) say('tail', written, '', tail)
    say('end', 0, '', stringify(how))
  }

  function returned(value: unknown) {
    try {
      end({ how: 'returned', value: kept(value, 'the script returned') })
    } catch (error) {
      thrown(error)
    }
  }

  function thrown(error: unknown) {
    try {
      end(endOf(error))
    } catch (second) {
      end({
        how: second instanceof InvalidValue ? 'invalid value' : 'thrown',
        message: messageOf(second),
      })
    }
  }

  function endOf(error: unknown): End {
    const how = howOf(error)
    const value = how === 'alarm' ? (error as { value?: unknown }).value : undefined
    return {
      how,
      message: messageOf(error),
      stack: stackOf(error),
      ...(value === undefined ? {} : { value: kept(value, 'fail was given') }),
    }
  }

  function howOf(error: unknown): End['how'] {
    if (error instanceof SourceError) return 'source'
    if (error instanceof NoData) return 'no data'
    if (error instanceof InvalidValue) return 'invalid value'
    const isFailure =
      typeof error === 'object' && error !== null && (error as Error).name === 'MonitorFailure'
    return isFailure ? 'alarm' : 'thrown'
  }

  function messageOf(error: unknown): string {
    try {
      const isObject = typeof error === 'object' && error !== null
      const { message, name } = isObject ? (error as Error) : { message: error, name: '' }
      const text = apply(String, undefined, [isObject ? message || name || kindOf(error) : message])
      return text.slice(0, limits.messageLength + 1)
    } catch {
      return 'something was thrown that cannot be described'
    }
  }

  function stackOf(error: unknown): string {
    const stack = typeof error === 'object' && error !== null ? (error as Error).stack : ''
    return typeof stack === 'string' ? stack.slice(0, limits.messageLength) : ''
  }

  // What the script sees

  function begin(text: string) {
    const { now, previous, monitor, sources } = parse(text)
    const given: Record<string, unknown> = {
      sources: sourcesOf(sources),
      monitor,
      now: new Date(now),
      previous: { ...previous, at: previous.at === null ? null : new Date(previous.at) },
      record,
      fail: (message?: unknown, value?: unknown) => {
        throw new MonitorFailure(message, value)
      },
      noData: (message: unknown = 'No data') => {
        throw new NoData(`${message}`)
      },
      MonitorFailure,
      sleep,
      console: { log: write, info: write, warn: write, error: write, debug: write },
      mean,
      median,
      percentile,
      stdev,
      sum,
      min,
      max,
    }
    for (const name of keys(given)) world[name] = given[name]
    // The compiled script calls it with its body, once; it is gone before the body begins.
    world.$run = (body: () => Promise<unknown>) => {
      delete world.$run
      apply(then, body(), [returned, thrown])
    }
  }

  return (what, number, text, tell) => {
    if (what !== 'begin') return answer(number, what === 'failure', text)
    say = tell as Say
    begin(text)
  }
}
