import { Context, type ContextOptions, currentContext } from './context.ts'
import type { Body } from './deep.ts'
import { noteThrown, stackOf } from './thrown.ts'

type Work<T> = (context: Context) => T

/**
 * Runs `work` as one piece of work, in the context that is open around it, and sends what it said of itself when it has ended, or
 * what it promised has. What it throws goes on, and is kept as `exception`.
 */
export function context<T>(name: string, work: Work<T>): T
export function context<T>(name: string, options: ContextOptions, work: Work<T>): T
export function context<T>(
  name: string,
  optionsOrWork: ContextOptions | Work<T>,
  maybeWork?: Work<T>,
): T {
  const [options, work] = maybeWork
    ? [optionsOrWork as ContextOptions, maybeWork]
    : [{}, optionsOrWork as Work<T>]
  return ended(new Context(name, options), work)
}

/** The same function, each call of it a piece of work. */
export const wrap = <T, A extends unknown[], R>(
  name: string,
  work: (this: T, ...args: A) => R,
  options: ContextOptions = {},
) =>
  function (this: T, ...args: A): R {
    return context(name, options, () => work.apply(this, args))
  }

/** Opens a context for what follows in this line of work, until its `stop` or `done`. */
export const start = (name: string, options?: ContextOptions): Context =>
  new Context(name, options).start()

/** Outside of a context these do nothing. */
export const set = (key: string, ...values: unknown[]): void =>
  currentContext()?.set(key, ...values)
export const add = (key: string, amount?: number): void => currentContext()?.add(key, amount)
export const append = (key: string, value: unknown): void => currentContext()?.append(key, value)
export const merge = (key: string, values: Body): void => currentContext()?.merge(key, values)

/** The W3C `traceparent` header for what the current context asks of others. */
export const traceparent = (): string | undefined => currentContext()?.traceparent

/** Runs `work` and sets how many seconds it took, or until what it promised came. */
export function timeit<T>(key: string, work: () => T): T {
  const inContext = currentContext()
  const from = performance.now()
  return after(work, () => inContext?.set(key, (performance.now() - from) / 1000))
}

function ended<T>(open: Context, work: Work<T>): T {
  return after(
    () => open.run(() => begun(work(open))),
    error => {
      if (error !== undefined) {
        noteThrown(error.thrown, open.id)
        open.set('exception', stackOf(error.thrown))
      }
      open.done()
    },
  )
}

/** Calls `then` once when the work has ended, with what it threw, or what its promise was rejected with. */
function after<T>(work: () => T, then: (error?: { thrown: unknown }) => void): T {
  let result: T
  try {
    result = work()
  } catch (thrown) {
    then({ thrown })
    throw thrown
  }
  if (!isPromise(result)) {
    then()
    return result
  }
  return result.then(
    value => {
      then()
      return value
    },
    thrown => {
      then({ thrown })
      throw thrown
    },
  ) as T
}

const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise

/** What only begins when somebody waits for it, as the queries of some libraries do, begins here. */
const begun = <T>(value: T): T =>
  isPromise(value) || typeof (value as { then?: unknown } | null)?.then !== 'function'
    ? value
    : (Promise.resolve(value) as T)
