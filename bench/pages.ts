import { type Browser, chromium, type Page } from 'playwright-core'
import type { Measured } from '#bench/main.ts'
import { fillStore } from '#bench/pages/store.ts'
import { type Visit, visit, watch } from '#bench/pages/visit.ts'
import { withProduct } from '#bench/parts/product.ts'
import { chromiumPath } from '#tests/chromium.ts'

const EVENTS = 10_000_000
const VISITS = 20
/** The server runs for weeks: it is measured warm. */
const FIRST_VISITS = 3
const BAR = { firstByteMs: 300, interactiveMs: 1_500 }
const PAGES = {
  list: '/monitors',
  monitor: '/monitors/1',
  errors: '/errors',
  events: '/events',
  dashboard: '/dashboards/1',
}

/**
 * How long the pages take in a browser that keeps nothing of what it has seen, in a large installation: `npm run bench -- pages [EVENTS]`. The value is
 * the slowest page's time to first byte, of 20 visits the 19th.
 */
export function measure(): Promise<Measured> {
  const events = Number(process.argv[3] ?? EVENTS)
  return withProduct({ fill: pool => fillStore(pool, events) }, async ({ link }) => {
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: ['--no-sandbox', '--disable-gpu'],
    })
    try {
      const page = await signedIn(browser, link)
      const pages: Record<string, Times> = {}
      for (const [name, path] of Object.entries(PAGES)) {
        pages[name] = await timesOf(page, path)
        process.stderr.write(`${name}: ${JSON.stringify(pages[name])}\n`)
      }
      return measured(pages, events)
    } finally {
      await browser.close()
    }
  })
}

type Times = Record<keyof Visit, { p50: number; p95: number }>

async function signedIn(browser: Browser, link: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(link)
  await page.waitForURL('**/monitors')
  await page.addInitScript(watch)
  return page
}

async function timesOf(page: Page, path: string): Promise<Times> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  const url = new URL(path, page.url()).href
  const visits: Visit[] = []
  for (let i = 0; i < FIRST_VISITS + VISITS; i++) visits.push(await visit(page, cdp, url))
  await cdp.detach()
  const of = (name: keyof Visit) => ofSorted(visits.slice(FIRST_VISITS).map(one => one[name]))
  return {
    firstByteMs: of('firstByteMs'),
    interactiveMs: of('interactiveMs'),
    kilobytes: of('kilobytes'),
  }
}

function ofSorted(values: number[]) {
  values.sort((a, b) => a - b)
  const at = (share: number) => Math.round(values[Math.ceil(share * values.length) - 1] ?? 0)
  return { p50: at(0.5), p95: at(0.95) }
}

function measured(pages: Record<string, Times>, events: number): Measured {
  const slowest = (name: keyof typeof BAR) =>
    Math.max(...Object.values(pages).map(times => times[name].p95))
  const value = slowest('firstByteMs')
  return {
    ...{ name: 'pages', value, unit: 'ms', floor: BAR.firstByteMs },
    ratio: Math.round((BAR.firstByteMs / value) * 100) / 100,
    interactiveMs: slowest('interactiveMs'),
    interactiveBar: BAR.interactiveMs,
    ...{ events, pages },
  }
}
