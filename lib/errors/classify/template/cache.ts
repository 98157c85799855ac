import { type Scan, WEAK } from '#lib/errors/classify/template/scan.ts'

/** A power of two, about ten times the shapes that a busy system has; it bounds the memory, not the answers. */
const SLOTS = 1 << 14

/** A shape whose answer is known, with the words that its group still shows literally. */
interface Slot<Answer> {
  hash: number
  shape: string
  answer: Answer
  elements: number[]
  texts: string[]
}

/** Remembers answers by shape, as many as there are slots; the newer one stays. */
export class ShapeCache<Answer> {
  readonly #slots: (Slot<Answer> | undefined)[] = Array(SLOTS).fill(undefined)

  /** The answer for what was read; only if its group needs to learn nothing from it. */
  get(scan: Scan): Answer | undefined {
    const slot = this.#slots[placeOf(scan.hash)]
    if (slot === undefined || slot.hash !== scan.hash || !scan.isShape(slot.shape)) return undefined
    for (let i = 0; i < slot.elements.length; i++)
      if (!scan.isText(slot.elements[i] as number, slot.texts[i] as string)) return undefined
    return slot.answer
  }

  /** To be called after the group has learned what was read. */
  set(scan: Scan, answer: Answer): void {
    const place = placeOf(scan.hash)
    const before = this.#slots[place]
    const shape = scan.shape()
    const slot: Slot<Answer> = { hash: scan.hash, shape, answer, elements: [], texts: [] }
    const known = before?.shape === shape ? before : undefined
    const candidates = known ? known.elements : weakElements(scan)
    for (const [i, element] of candidates.entries()) {
      // A word that had two values is a variable in the group by now.
      if (known && !scan.isText(element, known.texts[i] as string)) continue
      slot.elements.push(element)
      slot.texts.push(scan.textOf(element))
    }
    this.#slots[place] = slot
  }

  clear(): void {
    this.#slots.fill(undefined)
  }
}

function weakElements(scan: Scan): number[] {
  const elements: number[] = []
  for (let i = 0; i < scan.count; i++) if (scan.kinds[i] === WEAK) elements.push(i)
  return elements
}

/** The lower bits of the hash alone would not have seen the upper bits of the characters. */
const placeOf = (hash: number) => (hash ^ (hash >>> 15)) & (SLOTS - 1)
