/** A map of values, nested as the dots of their keys say. */
export type Body = Record<string, unknown>

type Step = string | number
const NUMBER = /^\d+$/
/** A list that a long piece of work goes on appending to would take all memory. */
const LIST_LIMIT = 5_000

/** The steps of a dotted key: `items.2.name` is `items`, 2, `name`. A key without a dot is a name, even `2`. */
export function stepsOf(key: string): Step[] {
  const parts = key.split('.')
  return parts.length === 1 ? parts : parts.map(part => (NUMBER.test(part) ? Number(part) : part))
}

/** The value at a dotted key, or undefined. */
export function getDeep(target: unknown, key: string): unknown {
  let value = target
  for (const step of stepsOf(key)) value = valueAt(value, step)
  return value
}

/** Puts a value at a dotted key, through maps that are made as needed. A number may only come last; otherwise it throws a RangeError. */
export function setDeep(target: Body, key: string, value: unknown): void {
  if (!key.includes('.')) {
    put(target, key, value)
    return
  }
  const steps = stepsOf(key)
  const last = steps.pop() ?? ''
  if (steps.some(step => typeof step === 'number'))
    throw new RangeError(`in ${JSON.stringify(key)} a number may only come last`)
  let place: Body | unknown[] = target
  for (const step of steps) {
    const next: unknown = valueAt(place, step)
    if (isPlace(next)) place = next
    else {
      const made: Body = {}
      put(place, step, made)
      place = made
    }
  }
  put(place, last, value)
}

/** Adds a number to what is at a dotted key, from 0. */
export function addDeep(target: Body, key: string, amount: number): void {
  const value = getDeep(target, key)
  setDeep(target, key, (typeof value === 'number' ? value : 0) + amount)
}

/** Appends to the list at a dotted key, which is made as needed. Throws a RangeError when it has as many as nobody reads. */
export function appendDeep(target: Body, key: string, value: unknown): void {
  const list = getDeep(target, key)
  if (Array.isArray(list) && list.length >= LIST_LIMIT)
    throw new RangeError(`${JSON.stringify(key)} has ${LIST_LIMIT} items already`)
  if (Array.isArray(list)) list.push(value)
  else setDeep(target, key, [value])
}

/** Merges a map into the one at a dotted key. */
export function mergeDeep(target: Body, key: string, values: Body): void {
  const there = getDeep(target, key)
  setDeep(target, key, { ...(isPlace(there) && !Array.isArray(there) ? there : {}), ...values })
}

const isPlace = (value: unknown): value is Body | unknown[] =>
  typeof value === 'object' && value !== null

const valueAt = (place: unknown, step: Step): unknown =>
  isPlace(place) && Object.hasOwn(place, step) ? (place as Body)[step] : undefined

/** `__proto__` becomes a key like any other. */
function put(place: Body | unknown[], step: Step, value: unknown): void {
  if (step === '__proto__')
    Object.defineProperty(place, step, {
      ...{ value, enumerable: true, configurable: true, writable: true },
    })
  else (place as Body)[step] = value
}
