import type { Scan } from '#lib/errors/classify/template/scan.ts'

/** A power of two, about ten times the shapes that a busy system has; it bounds the memory, not the answers. */
const SLOTS = 1 << 14

/** A shape whose answer is known, with the words that its group still shows literally. */
interface Slot<Answer> {
  hash: number
  shape: Uint32Array
  answer: Answer
  values: number[]
  literals: Uint8Array[]
}

/**
 * Remembers answers by shape, as many as there are slots. A shape has one of two places, so that two which are seen in
 * turn do not drive each other out; of three the older one of the two places is forgotten.
 */
export class ShapeCache<Answer> {
  #slots: (Slot<Answer> | undefined)[] = Array(SLOTS).fill(undefined)

  /** The answer for what was read; only if its group has nothing to learn from it. */
  get(scan: Scan): Answer | undefined {
    const slot = this.#slotOf(scan)
    if (slot === undefined) return undefined
    for (let i = 0; i < slot.values.length; i++)
      if (!scan.hasBytes(slot.values[i] as number, slot.literals[i] as Uint8Array)) return undefined
    return slot.answer
  }

  /** To be called after the group has learned what was read. */
  set(scan: Scan, answer: Answer): void {
    const known = this.#slotOf(scan)
    if (known) {
      // A word that had two values is a variable in the group by now.
      const isSame = known.literals.map((literal, i) =>
        scan.hasBytes(known.values[i] as number, literal),
      )
      known.values = known.values.filter((_, i) => isSame[i])
      known.literals = known.literals.filter((_, i) => isSame[i])
      known.answer = answer
      return
    }
    const values = scan.weakValues()
    const place = scan.hash & (SLOTS - 1)
    this.#slots[place ^ 1] = this.#slots[place]
    this.#slots[place] = {
      hash: scan.hash,
      shape: scan.shape.slice(0, scan.shapeWords),
      answer,
      values,
      literals: values.map(value => scan.bytesOf(value)),
    }
  }

  #slotOf(scan: Scan): Slot<Answer> | undefined {
    const place = scan.hash & (SLOTS - 1)
    const slot = this.#slots[place]
    if (slot?.hash === scan.hash && isShape(slot.shape, scan)) return slot
    const other = this.#slots[place ^ 1]
    return other?.hash === scan.hash && isShape(other.shape, scan) ? other : undefined
  }

  clear(): void {
    this.#slots = Array(SLOTS).fill(undefined)
  }
}

/** Shapes are compared in full: a hash that somebody contrived mixes no groups. */
function isShape(shape: Uint32Array, scan: Scan): boolean {
  if (shape.length !== scan.shapeWords) return false
  for (let i = 0; i < shape.length; i++) if (shape[i] !== scan.shape[i]) return false
  return true
}
