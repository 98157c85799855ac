import type { ScopeLimits } from '#lib/sandbox/scope/limits.ts'

/**
 * What a monitor can have as a value. `refuse` makes the error for anything else.
 * Compiled into each isolate by its text, so it knows nothing but its own body.
 */
export function values(limits: ScopeLimits, refuse: (message: string) => Error) {
  const { isArray } = Array
  const { isFinite: isFiniteNumber } = Number
  const { slice } = String.prototype
  const { keys, getPrototypeOf, create, prototype: plain } = Object
  const { apply } = Reflect

  /** What is kept of a value; throws when it is none. */
  function kept(value: unknown, what: string): unknown {
    if (value === undefined || value === null) return null
    if (typeof value === 'number' && isFiniteNumber(value)) return value
    // One character more than is kept, so that the cut is seen.
    if (typeof value === 'string') return apply(slice, value, [0, limits.textLength + 1])
    if (typeof value === 'object' && isPlain(value)) return numbersOf(value, what)
    const shown = typeof value === 'number' ? `${value}` : kindOf(value)
    throw refuse(
      `${what} ${shown}: a value is nothing, a finite number, a text, or an object of finite numbers`,
    )
  }

  const isPlain = (value: object) => {
    const prototype = getPrototypeOf(value)
    return prototype === plain || prototype === null
  }

  function numbersOf(value: object, what: string) {
    const names = keys(value)
    if (names.length > limits.series) throw refuse(`${what} more than ${limits.series} names`)
    const numbers = create(null)
    for (let i = 0; i < names.length; i++) {
      const name = checkName(names[i])
      const number = (value as Record<string, unknown>)[name]
      if (typeof number !== 'number' || !isFiniteNumber(number))
        throw refuse(`${what} an object whose "${name}" is not a finite number`)
      numbers[name] = number
    }
    return numbers
  }

  function checkName(name: unknown): string {
    const isName = typeof name === 'string' && name !== '' && name.length <= limits.nameLength
    if (isName && name !== '__proto__') return name
    throw refuse(`a name of a series is a text of 1 to ${limits.nameLength} characters`)
  }

  /** A value in one or two words, for messages. */
  const kindOf = (value: unknown): string => {
    if (isArray(value)) return 'an array'
    if (typeof value !== 'object') return `a ${typeof value}`
    return apply(plain.toString, value, [])
  }

  return { kept, checkName, kindOf }
}
