import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { makeLoginLink } from '#lib/access/mutations.ts'
import type { RoleName } from '#lib/roles/role.ts'
import { chromiumPath } from '#tests/chromium.ts'
import { freshDatabase } from '#tests/database.ts'
import { buildOnce, freePort, launch, type Product } from '#tests/flows/product.ts'
import { until } from '#tests/until.ts'

/** Without a Chromium the tests of pages are skipped; `npm test` installs one where it may. */
export const noBrowser = chromiumPath() === undefined

const SECRET = process.env.BELFRY_SECRET ?? ''
const DESKTOP = { viewport: { width: 1440, height: 900 }, timezoneId: 'Europe/Berlin' }
/** As wide as the smallest phones that are still sold. */
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
]

/** Settings of the started product, which may need to know its address. */
type Settings = (url: string) => Promise<Record<string, string>>

/**
 * The pages on a database of their own, and a browser to look at them. Only the web role runs unless more
 * are named: what the engine would do, a test then does by itself. Close it in `afterAll`.
 */
export async function openBelfry(
  roles: RoleName[] = ['web'],
  settings: Settings = async () => ({}),
) {
  await buildOnce()
  const database = await freshDatabase()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { ...(await settings(url)), DATABASE_URL: database.url }
  const started = roles.map(role => startRole(role, port, env))
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ARGUMENTS })
  await until(() => answers(url, started))
  const problems: string[] = []

  async function newPage(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ baseURL: url, ...DESKTOP, ...options })
    // The test's own limit ends a wait: a busy machine is no failure.
    context.setDefaultTimeout(0)
    const page = seeing(await context.newPage())
    page.on('pageerror', error => problems.push(`${page.url()}: ${error.message}`))
    return page
  }

  return {
    url,
    database,
    /** what pages complained of: errors, and what did not fit to what the server drew */
    problems,
    /** A page in a browser of its own, of somebody who is not signed in. */
    stranger: (options: BrowserContextOptions = {}) => newPage(options),
    /** A page in a browser of its own, signed in by a link. */
    async person(options: BrowserContextOptions = {}): Promise<Page> {
      const page = await newPage(options)
      await page.goto(await makeLoginLink(url, database.db))
      await page.waitForURL('**/monitors')
      return page
    },
    async close() {
      await browser.close()
      await Promise.all(started.map(product => product.stop()))
      await database.close()
    },
  }
}

/** What a page still streams in stands in it twice, once hidden: texts and labels are looked for among what can be seen. */
function seeing(page: Page): Page {
  const getByText = page.getByText.bind(page)
  const getByLabel = page.getByLabel.bind(page)
  page.getByText = (...asked) => getByText(...asked).filter({ visible: true })
  page.getByLabel = (...asked) => getByLabel(...asked).filter({ visible: true })
  return page
}

function startRole(role: RoleName, port: number, env: Record<string, string>): Product {
  return launch({
    port,
    command: [process.execPath, 'lib/roles/main.ts', role],
    env: { ...env, BELFRY_SECRET: SECRET, NODE_ENV: 'production' },
  })
}

async function answers(url: string, started: Product[]): Promise<boolean> {
  const ended = started.find(product => product.process.exitCode !== null)
  if (ended) throw new Error(`a role ended: ${ended.output()}`)
  return fetch(`${url}/api/health`).then(
    () => true,
    () => false,
  )
}
