import { AsyncLocalStorage } from 'node:async_hooks'
import { complain } from './complaints.ts'
import { addDeep, appendDeep, type Body, mergeDeep, setDeep } from './deep.ts'
import { newId } from './ids.ts'
import { placeOf } from './names.ts'
import { type Drawer, isKept, type Sample } from './sampling.ts'
import { record } from './sink.ts'
import { textOf } from './thrown.ts'
import { readTraceparent, traceIdOf, writeTraceparent } from './traceparent.ts'

export interface ContextOptions {
  /** shared down the tree; default the parent's, or a new one */
  id?: string | number | undefined
  /** a W3C `traceparent` header that came in: its trace id becomes the id. What is no such header is passed over */
  traceparent?: string | undefined
  /** default: all are kept */
  sample?: Sample | undefined
}

/** The open contexts of a line of work, outermost first. Never changed in place: other lines of work share it. */
const stack = new AsyncLocalStorage<readonly Context[]>()
const none: readonly Context[] = []

export const openContexts = (): readonly Context[] => stack.getStore() ?? none

/** The innermost one, when it can be written to. */
export function currentContext(): Context | undefined {
  const context = openContexts().at(-1)
  return context?.isOpen ? context : undefined
}

/** Leaves no context open in this line of work. */
export const clearContexts = (): void => stack.enterWith(none)

/** One piece of work. What is set in it while it is open goes out as one event at its end. */
export class Context implements Drawer {
  readonly name: string
  readonly id: string | number
  /** of its event */
  readonly uid: string = newId()
  readonly isSampled: boolean
  readonly drawn = new Map<string, boolean>()
  readonly body: Body = {}
  /** unix seconds */
  readonly startedAt = Date.now() / 1000
  isOpen = true

  /** Below the open contexts of this line of work, not entered yet. Throws a RangeError when it cannot be called so. */
  constructor(asked: string, { id, traceparent, sample }: ContextOptions = {}) {
    const open = openContexts()
    const { name, parent } = placeOf(asked, open)
    const trace = traceparent === undefined ? undefined : readTraceparent(traceparent)
    this.name = name
    this.id = id ?? trace?.id ?? parent?.id ?? newId()
    this.isSampled = isKept({ name, asked, sample, parent, open })
    if (trace) this.body.trace = { parent: trace.parent }
  }

  /** The W3C `traceparent` header for what this asks of others. The end of its event's `uid` names it there. */
  get traceparent(): string {
    const { uid, isSampled } = this
    return writeTraceparent({ id: traceIdOf(this.id), parent: uid.slice(16), isSampled })
  }

  /** Runs `work` with this as the current context. */
  run<T>(work: () => T): T {
    return stack.run([...openContexts(), this], work)
  }

  /** Makes this the current context for what follows in this line of work. */
  start(): this {
    stack.enterWith([...openContexts(), this])
    return this
  }

  /** Takes it, and what was opened in it, off this line of work; it can be started again. */
  stop(): void {
    const open = openContexts()
    const place = open.indexOf(this)
    if (place >= 0) stack.enterWith(open.slice(0, place))
  }

  /** Ends it and sends it, once. */
  done(): void {
    this.stop()
    if (!this.isOpen) return
    this.isOpen = false
    if (this.isSampled) record(this)
  }

  /** Puts a value at a dotted key: `response.status`. Several become a list. */
  set(key: string, ...values: unknown[]): void {
    this.#write(key, body => setDeep(body, key, values.length === 1 ? values[0] : values))
  }

  /** Adds to the number at a dotted key, from 0. */
  add(key: string, amount = 1): void {
    this.#write(key, body => addDeep(body, key, amount))
  }

  /** Appends to the list at a dotted key. */
  append(key: string, value: unknown): void {
    this.#write(key, body => appendDeep(body, key, value))
  }

  /** Puts values into the map at a dotted key, beside those that are there. */
  merge(key: string, values: Body): void {
    this.#write(key, body => mergeDeep(body, key, values))
  }

  /** A mistake in what an application says of itself must not become one of what it does. */
  #write(key: string, change: (body: Body) => void) {
    if (!this.isOpen) return complain(`${this.name} has ended, ${String(key)} comes too late`)
    try {
      change(this.body)
    } catch (error) {
      complain(textOf(error))
    }
  }
}
