import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkPerson } from '#lib/access/person.ts'
import { shareChart } from '#lib/charts/shared/mutations.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { seed } from '#tests/seed.ts'
import { seedErrors } from '#tests/seed-errors.ts'
import { until } from '#tests/until.ts'
import { readBuilt } from '#tests/walk/built.ts'

const SOME = 12

describe.skipIf(noBrowser)("the pages' content policy", () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  /** what the policy forbade, by what it forbade it to */
  const forbidden: string[] = []
  beforeAll(async () => {
    belfry = await openBelfry()
    await seed(belfry.database.url, SOME)
    await seedErrors(belfry.database.url, SOME)
    page = await belfry.person()
    await page.exposeFunction('forbade', (what: string) => forbidden.push(what))
    await page.addInitScript(tellWhatIsForbidden)
  })
  afterAll(() => belfry.close())

  const idOf = async (table: string) => {
    const { rows } = await belfry.database.pool.query(`select min(id)::text as id from ${table}`)
    return rows[0].id as string
  }

  /** Every page of the build, of something that there is. */
  async function addresses(): Promise<string[]> {
    const [monitor, signature, project] = await Promise.all(
      ['monitor', 'signature', 'project'].map(idOf),
    )
    const { rows } = await belfry.database.pool.query(
      'select min(id)::text as run from run where monitor_id = $1',
      [monitor],
    )
    const { uid } = await shareChart({ panel: { kind: 'errors' } }, linkPerson)
    const ids: Record<string, string | undefined> = {
      '/monitors/[id]': `/monitors/${monitor}`,
      '/runs/[runId]': `/runs/${rows[0].run}`,
      '/versions/[version]': '/versions/1',
      '/errors/[id]': `/errors/${signature}`,
      '/projects/[id]': `/projects/${project}`,
      '/sources/[key]': '/sources/graphite',
      '/shared/[uid]': `/shared/${uid}`,
    }
    return readBuilt().pages.map(path =>
      Object.entries(ids).reduce((text, [name, id]) => text.replace(name, id ?? ''), path),
    )
  }

  test('is broken by no page', async () => {
    for (const address of await addresses()) {
      await page.goto(address)
      await page.locator('body:has(main)').waitFor()
      expect(forbidden, address).toEqual([])
    }
  })

  test('lets the editor be drawn and work, reached by a link from a page without one', async () => {
    await page.goto(`/monitors/${await idOf('monitor')}`)
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.locator('.monaco-editor .view-line').first().waitFor()
    expect(forbidden).toEqual([])
  })

  test('lets dialogs, menus and charts be drawn', async () => {
    await page.goto(`/monitors/${await idOf('monitor')}`)
    await page.locator('.uplot canvas').first().waitFor()
    await page.goto('/errors')
    await page.locator('.uplot canvas').first().waitFor()
    await page.goto(`/errors/${await idOf('signature')}`)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('Escape')
    expect(forbidden).toEqual([])
  })

  test('runs nothing that somebody got into the HTML of a page', async () => {
    const injected = [
      '<script>window.ran = "a script"</script>',
      '<script nonce="">window.ran = "a script with an empty nonce"</script>',
      '<img src="/nothing" onerror="window.ran = this.tagName">',
      '<svg onload="window.ran = this.tagName"></svg>',
      '<iframe srcdoc="<script>top.ran = 1</script>"></iframe>',
      '<script src="https://evil.example/x.js"></script>',
      '<style>:root { --ran: 1 }</style>',
      '<base href="https://evil.example/">',
    ]
    await page.route('**/deliveries', async route => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace('<body', `${injected.join('')}<body`)
      await route.fulfill({ response: answer, body })
    })
    await page.goto('/deliveries')
    await see(page, 'Deliveries')
    await until(() => forbidden.length >= injected.length - 1)

    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
    const drawn = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--ran'),
    )
    expect(drawn).toBe('')
    expect(page.url()).toContain(belfry.url)
  })
})

function tellWhatIsForbidden() {
  const { forbade } = window as unknown as { forbade(what: string): void }
  document.addEventListener('securitypolicyviolation', event =>
    forbade(
      `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
    ),
  )
}
