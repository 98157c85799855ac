import type { CDPSession, Page } from 'playwright-core'

/** Milliseconds from the beginning of a navigation. */
export interface Visit {
  /** until the first byte of the answer is there */
  firstByteMs: number
  /** until the page is whole and hears its visitor, who is not held up by what it still computes */
  interactiveMs: number
  /** what came over the wire */
  kilobytes: number
}

/** A page that has computed nothing long for so long is not about to. */
const QUIET_MS = 500

/** Opens a page as for the first time: nothing of it is kept from before. */
export async function visit(page: Page, cdp: CDPSession, path: string): Promise<Visit> {
  let bytes = 0
  const count = ({ encodedDataLength }: { encodedDataLength: number }) => {
    bytes += encodedDataLength
  }
  cdp.on('Network.loadingFinished', count)
  await page.goto(path, { waitUntil: 'load' })
  const times = await page.evaluate(interactive, QUIET_MS)
  cdp.off('Network.loadingFinished', count)
  return { ...times, kilobytes: Math.round(bytes / 1024) }
}

/** Watches from the beginning on, in the page. */
export function watch() {
  const seen = { hydratedAt: 0, busyUntil: 0 }
  Object.assign(window, { seen })
  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries())
      seen.busyUntil = Math.max(seen.busyUntil, startTime + duration)
  }).observe({ type: 'longtask', buffered: true })

  // React marks each element that it has taken over, and each part that the server has not sent yet.
  const isWhole = () => {
    const main = document.querySelector('main')
    // Charts draw themselves.
    const marks = [...(main?.querySelectorAll('button, a, h1, td') ?? [])].filter(
      mark => mark.closest('.uplot') === null,
    )
    return (
      marks.length > 0 &&
      document.querySelector('template[id^="B:"], main [aria-busy="true"]') === null &&
      marks.every(mark => Object.keys(mark).some(key => key.startsWith('__reactFiber')))
    )
  }
  const look = () => {
    if (isWhole()) seen.hydratedAt ||= performance.now()
    else seen.hydratedAt = 0
    setTimeout(look, 10)
  }
  look()
}

async function interactive(quietMs: number) {
  const { seen } = window as unknown as { seen: { hydratedAt: number; busyUntil: number } }
  const at = () => Math.max(seen.hydratedAt, seen.busyUntil)
  while (seen.hydratedAt === 0 || performance.now() - at() < quietMs)
    await new Promise(resolve => setTimeout(resolve, 20))
  const [{ responseStart }] = performance.getEntriesByType('navigation') as [
    PerformanceNavigationTiming,
  ]
  return { firstByteMs: responseStart, interactiveMs: at() }
}
