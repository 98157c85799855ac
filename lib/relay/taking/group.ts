import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Frame } from '#lib/relay/spool/frame.ts'
import { type Alike, openAlike } from '#lib/relay/taking/alike.ts'
import { countOf, type Input, type Items, type Kind, type Unit } from '#lib/relay/wire/unit.ts'

/** What an item takes in memory, roughly, beside its bytes. */
const ITEM_WEIGHT = 400

/** A centre takes six times as much in one request. */
const LINE_LENGTH = 8 * 1024 * 1024

/** Things of one kind that came together. */
export interface Put {
  kind: Kind
  input: Input
  items: readonly Items[Kind][]
  /** the sender's own for all of them, by which a repeat is recognised */
  key?: string | undefined
  bytes: number
  /** told when they are on the disk */
  resolve?(): void
  /** somebody waits for an answer: told when they are not, and not taken then */
  reject?(error: Error): void
}

/** What is put on the disk at once. */
export interface Group {
  puts: Put[]
  /** by their input */
  alike: Map<Input, Alike>
  /** memory, roughly, in bytes */
  weight: number
}

export const newGroup = (): Group => ({ puts: [], alike: new Map(), weight: 0 })

export const isEmpty = ({ puts, alike }: Group): boolean => puts.length === 0 && alike.size === 0

export const isAwaited = ({ puts }: Group): boolean => puts.some(({ reject }) => reject)

export function put(group: Group, one: Put): void {
  group.puts.push(one)
  group.weight += weightOf(one)
}

export function putAlike(group: Group, input: Input, update: MetricUpdate): void {
  let alike = group.alike.get(input)
  if (!alike) {
    alike = openAlike()
    group.alike.set(input, alike)
  }
  if (alike.add(update)) group.weight += ITEM_WEIGHT
}

/** Takes out what is too much to be written at once: the beginning of the next group. */
export function splitOff(group: Group, mostWeight: number): Group {
  const rest = newGroup()
  let room = mostWeight
  const first = group.puts.findIndex((one, i) => {
    room -= weightOf(one)
    return room < 0 && i > 0
  })
  if (first < 0) return rest
  rest.puts = group.puts.splice(first)
  weigh(rest)
  weigh(group)
  return rest
}

/** Tells those who wait that nothing of theirs was taken, and forgets it; what nobody waits for stays. */
export function refuseAwaited(group: Group, error: Error): void {
  const { puts } = group
  group.puts = puts.filter(({ reject }) => !reject)
  for (const { reject } of puts) reject?.(error)
  weigh(group)
}

/** Puts what came later behind what was there before. */
export function append(group: Group, later: Group): void {
  for (const one of later.puts) put(group, one)
  for (const [input, alike] of later.alike)
    for (const update of alike.all()) putAlike(group, input, update)
}

const weightOf = ({ bytes, items }: Put) => bytes + items.length * ITEM_WEIGHT

function weigh(group: Group) {
  group.weight = group.puts.reduce((sum, one) => sum + weightOf(one), 0)
  for (const alike of group.alike.values()) group.weight += alike.size() * ITEM_WEIGHT
}

/** As it is kept. `nextKey` names the units that their senders have not named. */
export function frameOf(
  { puts, alike }: Group,
  nextKey: () => string,
  lineLength = LINE_LENGTH,
): Frame {
  const named = puts.filter(({ key }) => key !== undefined)
  const others = Map.groupBy(
    puts.filter(({ key }) => key === undefined),
    ({ kind, input }) => `${kind} ${input}`,
  )
  const units: Unit[] = [
    ...named.map(({ key = '', kind, input, items }) => ({ key, input, [kind]: items })),
    ...[...others.values()].flatMap(together => unitOf(together, nextKey)),
    ...[...alike].map(([input, of]) => ({ key: nextKey(), input, metrics: of.all() })),
  ]
  return {
    payload: Buffer.from(units.flatMap(unit => linesOf(unit, lineLength)).join('\n')),
    items: units.reduce((sum, unit) => sum + countOf(unit), 0),
    at: Date.now(),
  }
}

/** As a line, or several where it would be too long: the same unit is always cut in the same way. */
function linesOf(unit: Unit, mostLength: number): string[] {
  const line = JSON.stringify(unit)
  const count = countOf(unit)
  if (line.length <= mostLength || count < 2) return [line]
  const middle = Math.ceil(count / 2)
  return [
    ...linesOf(
      partOf(unit, 1, items => items.slice(0, middle)),
      mostLength,
    ),
    ...linesOf(
      partOf(unit, 2, items => items.slice(middle)),
      mostLength,
    ),
  ]
}

function partOf(unit: Unit, number: number, cut: <T>(items: readonly T[]) => T[]): Unit {
  const { key, input, errors, metrics, events, notifications } = unit
  return {
    ...{ key: `${key}/${number}`, input },
    ...(errors && { errors: cut(errors) }),
    ...(metrics && { metrics: cut(metrics) }),
    ...(events && { events: cut(events) }),
    ...(notifications && { notifications: cut(notifications) }),
  }
}

function unitOf(puts: readonly Put[], nextKey: () => string): Unit[] {
  const [first] = puts
  if (!first) return []
  const { kind, input } = first
  return [{ key: nextKey(), input, [kind]: puts.flatMap(({ items }) => items) }]
}
