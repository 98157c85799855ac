import type { Drawn } from '#lib/charts/drawn.ts'

/** The same without what leads further in: addresses of pages, numbers of things. */
export function forAll(drawn: Drawn): Drawn {
  if (drawn.kind === 'monitors')
    return { ...drawn, monitors: drawn.monitors.map((one, i) => ({ ...one, id: i + 1 })) }
  if ('lines' in drawn) return { ...drawn, lines: drawn.lines.map(({ href: _, ...line }) => line) }
  return drawn
}
