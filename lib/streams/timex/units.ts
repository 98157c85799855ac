/** From the smallest. */
export const UNITS = ['us', 's', 'm', 'h', 'd', 'mo', 'y'] as const
export type Unit = (typeof UNITS)[number]

/** How each may be written. */
export const UNIT_NAMES: ReadonlyMap<string, Unit> = new Map([
  ['us', 'us'],
  ['s', 's'],
  ['sec', 's'],
  ['m', 'm'],
  ['min', 'm'],
  ['h', 'h'],
  ['hr', 'h'],
  ['d', 'd'],
  ['mo', 'mo'],
  ['y', 'y'],
  ['yr', 'y'],
])

/** How much of each; one that is not there is not told, which is not the same as 0. */
export type Duration = Partial<Record<Unit, number>>
