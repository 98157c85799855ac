/** What a walk came by: how many objects and functions, and the ways to those that are not of this realm. */
export interface Walked {
  seen: number
  foreign: string[]
}

/**
 * Visits all that can be reached from some values: own and inherited properties, symbols among them, getters and what
 * they give, prototypes, constructors. Names what belongs to another realm, what is a handle of the isolate's host, and
 * what tells about the host in its text. Compiled into a script by its text, so it knows nothing but its own body.
 */
export function walk(roots: Record<string, unknown>): Walked {
  const seen = new Set<unknown>()
  const ways: [object, string][] = []
  const foreign: string[] = []
  const HOST_TEXT =
    /isolated|\bivm\b|ExternalCopy|applySync|require\(|process\.|node:|lib\/|file:|\/home/
  const HANDLES = [
    'Reference',
    'ExternalCopy',
    'Callback',
    'Isolate',
    'Context',
    'Script',
    'Module',
  ]

  const visit = (value: unknown, way: string) => {
    const isVisited = (typeof value === 'object' && value !== null) || typeof value === 'function'
    if (!isVisited || seen.has(value)) return
    seen.add(value)
    ways.push([value as object, way])
  }
  const attempt = <T>(action: () => T): T | undefined => {
    try {
      return action()
    } catch (error) {
      visit(error, 'an error')
      return undefined
    }
  }

  /** The global object of the realm whose function constructor this is; nothing when it tells only later. */
  const realmOf = (made: unknown) => {
    const found =
      typeof made === 'function' ? attempt(() => made('return globalThis')()) : undefined
    return typeof found?.next === 'function' ? attempt(() => found.next().value) : found
  }

  function judge(value: object, way: string) {
    const prototype = attempt(() => Object.getPrototypeOf(value))
    const last = lastPrototype(value)
    if (last !== null && last !== Object.prototype)
      foreign.push(`${way} ends in another Object.prototype`)
    const maker: { constructor?: unknown; name?: unknown } | undefined = attempt(
      () => prototype?.constructor,
    )
    const realm = realmOf(attempt(() => maker?.constructor))
    if (realm !== undefined && realm !== globalThis) foreign.push(`${way} is of another realm`)
    const name = String(attempt(() => maker?.name))
    if (HANDLES.includes(name)) foreign.push(`${way} is a ${name}`)
    if (typeof value !== 'function') return
    const text = attempt(() => Function.prototype.toString.call(value)) ?? ''
    if (HOST_TEXT.test(text)) foreign.push(`${way} tells ${text.slice(0, 100)}`)
  }

  function lastPrototype(value: object): object | null {
    let last: object | null = null
    for (let next: object | null = value; next !== null; ) {
      const above: object | null | undefined = attempt(() => Object.getPrototypeOf(next))
      if (above === undefined) return null
      if (above !== null) last = above
      next = above
    }
    return value === Object.prototype ? value : last
  }

  for (const [name, value] of Object.entries(roots)) visit(value, name)
  for (let next = ways.pop(); next; next = ways.pop()) {
    const [value, way] = next
    judge(value, way)
    visit(
      attempt(() => Object.getPrototypeOf(value)),
      `${way}.__proto__`,
    )
    for (const key of attempt(() => Reflect.ownKeys(value)) ?? []) {
      const property = attempt(() => Object.getOwnPropertyDescriptor(value, key))
      const place = `${way}.${String(key)}`
      visit(property?.value, place)
      visit(property?.get, `get ${place}`)
      visit(property?.set, `set ${place}`)
      if (property?.get)
        visit(
          attempt(() => Reflect.get(value, key)),
          place,
        )
    }
    if (typeof value === 'function')
      for (const key of ['caller', 'arguments', 'callee'])
        visit(
          attempt(() => Reflect.get(value, key)),
          `${way}.${key}`,
        )
  }
  return { seen: seen.size, foreign }
}
