/** Reads custom properties as colours that a canvas understands: the browser resolves them for an element. */
export function colorReader(host: HTMLElement): (property: string) => string {
  const probe = document.createElement('span')
  probe.hidden = true
  return property => {
    host.append(probe)
    probe.style.color = `var(${property})`
    const color = getComputedStyle(probe).color
    probe.remove()
    return color
  }
}

/** The lines' colours in their order; the first is the accent. */
const SERIES_COLORS = [
  '--accent',
  '--series-1',
  '--series-2',
  '--series-3',
  '--series-4',
  '--series-5',
]

export const seriesColor = (index: number): string =>
  SERIES_COLORS[index % SERIES_COLORS.length] ?? '--accent'

/** The same colour, see-through; `rgb(1, 2, 3)` is what computed styles give. */
export const faded = (color: string, alpha: number) =>
  color.replace(/^rgb\(([^)]*)\)$/, `rgba($1, ${alpha})`)
