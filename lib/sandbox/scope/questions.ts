import type { Say } from '#lib/sandbox/scope/border.ts'
import type { ScopeLimits } from '#lib/sandbox/scope/limits.ts'

/**
 * What a script asks of its runner: calls of sources, and pauses. `failed` makes the error of a call that was refused.
 * Compiled into each isolate by its text, so it knows nothing but its own body.
 */
export function questions(
  limits: ScopeLimits,
  say: Say,
  failed: (message: string) => Error,
  cut: (text: string) => string,
) {
  const { parse, stringify } = JSON
  const { create } = Object
  const { defineProperty } = Reflect
  const PromiseOf = Promise

  const waiting: Record<number, (isFailure: boolean, text: string) => void> = create(null)
  let asked = 0
  let calls = 0
  /** length of what is asked and not answered */
  let asking = 0
  let sleeping = 0

  /** `done` is called when the answer comes: what awaits the promise may have been led to go on before. */
  const ask = (what: 'call' | 'sleep', name: string, body: string, done: () => void) =>
    new PromiseOf<string>((resolve, reject) => {
      waiting[++asked] = (isFailure, answer) => {
        done()
        if (isFailure) reject(answer)
        else resolve(answer)
      }
      say(what, asked, name, body)
    })

  function answered(number: number, isFailure: boolean, text: string) {
    const answer = waiting[number]
    delete waiting[number]
    answer?.(isFailure, text)
  }

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

  /** Answers of web servers parse their text on demand. */
  function withJson(answer: unknown) {
    const isPage =
      typeof answer === 'object' && answer !== null && 'status' in answer && 'headers' in answer
    if (isPage && 'text' in answer)
      defineProperty(answer, 'json', { value: () => parse(answer.text as string) })
    return answer
  }

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

  return { sources, sleep, answered }
}
