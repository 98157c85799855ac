import type { Random } from '#bench/parts/random.ts'

/** One way in which things go wrong. */
export interface Fault {
  name: string
  /** what it is done to: one thing at a time goes wrong with each */
  place: string
  /** Lets it happen. */
  begin(random: Random): Happening
}

export interface Happening {
  /** in words, for the diary */
  what: string
  /** 0: it is over at once */
  forMs: number
  end?(): void | Promise<void>
}

/** Between these, in milliseconds. */
export const between = (random: Random, least: number, most: number): number =>
  least + random(most - least + 1)

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** Something that begins, lasts a while and ends. */
export function lasting(
  what: string,
  forMs: number,
  begin: () => void,
  end: () => void | Promise<void>,
): Happening {
  begin()
  return { what: `${what} for ${seconds(forMs)}`, forMs, end }
}

export function atOnce(what: string, act: () => void): Happening {
  act()
  return { what, forMs: 0 }
}
