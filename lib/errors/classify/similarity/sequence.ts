/** From so many characters on, frequent ones don't begin a block … */
const JUNK_LENGTH = 200
/** … namely those that occur more often than in one place of a hundred, and one. */
const JUNK_SHARE = 100

/** Two places and how far they go on alike. */
export interface Block {
  a: number
  b: number
  size: number
}

/** A text by its characters, so that one beyond the basic plane counts once. */
export const charactersOf = (text: string): number[] =>
  Array.from(text, character => character.codePointAt(0) as number)

/** Where each character stands. */
export type Places = ReadonlyMap<number, readonly number[]>

export function placesOf(characters: readonly number[]): Map<number, number[]> {
  const places = new Map<number, number[]>()
  for (const [i, character] of characters.entries()) {
    const list = places.get(character)
    if (list) list.push(i)
    else places.set(character, [i])
  }
  return places
}

/** The places from which difflib lets blocks begin: in a long text not those of frequent characters. */
function blockPlacesOf(characters: readonly number[]): Places {
  const places = placesOf(characters)
  if (characters.length < JUNK_LENGTH) return places
  const most = Math.floor(characters.length / JUNK_SHARE) + 1
  for (const [character, list] of places) if (list.length > most) places.delete(character)
  return places
}

interface Range {
  aFrom: number
  aTo: number
  bFrom: number
  bTo: number
}

/**
 * The longest block that both have within the range; of several the one that begins first in `a`, then in `b`.
 * It begins and ends on characters of `places`, and is then drawn out over equal ones on both sides.
 */
function longestBlock(
  a: readonly number[],
  b: readonly number[],
  places: Places,
  { aFrom, aTo, bFrom, bTo }: Range,
): Block {
  let best: Block = { a: aFrom, b: bFrom, size: 0 }
  let lengths = new Map<number, number>()
  for (let i = aFrom; i < aTo; i++) {
    const next = new Map<number, number>()
    for (const j of places.get(a[i] as number) ?? []) {
      if (j < bFrom) continue
      if (j >= bTo) break
      const size = (lengths.get(j - 1) ?? 0) + 1
      next.set(j, size)
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size }
    }
    lengths = next
  }
  while (best.a > aFrom && best.b > bFrom && a[best.a - 1] === b[best.b - 1])
    best = { a: best.a - 1, b: best.b - 1, size: best.size + 1 }
  while (
    best.a + best.size < aTo &&
    best.b + best.size < bTo &&
    a[best.a + best.size] === b[best.b + best.size]
  )
    best = { ...best, size: best.size + 1 }
  return best
}

/** How many characters match: those of the longest block, and so on left and right of it. */
export function matchedCount(a: readonly number[], b: readonly number[]): number {
  const places = blockPlacesOf(b)
  const open: Range[] = [{ aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length }]
  let matched = 0
  for (let range = open.pop(); range; range = open.pop()) {
    const block = longestBlock(a, b, places, range)
    if (block.size === 0) continue
    matched += block.size
    open.push({ ...range, aTo: block.a, bTo: block.b })
    open.push({ ...range, aFrom: block.a + block.size, bFrom: block.b + block.size })
  }
  return matched
}

/** The longest text that is part of both; of several the first in `a`. */
export function longestCommon(a: string, b: string): string {
  const [left, right] = [charactersOf(a), charactersOf(b)]
  const range = { aFrom: 0, aTo: left.length, bFrom: 0, bTo: right.length }
  const block = longestBlock(left, right, placesOf(right), range)
  return String.fromCodePoint(...left.slice(block.a, block.a + block.size))
}
