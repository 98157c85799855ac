import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser, openBelfry, PHONE } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { seedErrors } from '#tests/seed-errors.ts'
import { doUntil, until } from '#tests/until.ts'

const SIGNATURES = 60
const rows = (page: Page) => page.locator('tbody tr')
const titles = async (page: Page) =>
  (await page.locator('a[data-row]').allInnerTexts()).map(text => text.replace(/\s+/g, ' '))
const listed = (page: Page, title: string) =>
  until(async () => (await titles(page)).some(text => text.includes(title)))
const gone = (page: Page, title: string) =>
  until(async () => {
    const all = await titles(page)
    return all.length > 0 && !all.some(text => text.includes(title))
  })

const pressUntil = (page: Page, key: string, shown: () => Promise<boolean>) =>
  doUntil(() => page.keyboard.press(key), shown)

const isOnRow = (page: Page, title: string) => async () => {
  const text = await page.evaluate(
    () => document.activeElement?.closest('a[data-row]')?.textContent ?? '',
  )
  return text.replace(/\s+/g, ' ').includes(title)
}

describe.skipIf(noBrowser)('errors', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    await seedErrors(belfry.database.url, SIGNATURES)
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  const idOf = async (template: string) => {
    const { rows } = await belfry.database.pool.query<{ id: number }>(
      'select id from signature where template like $1 order by id limit 1',
      [template],
    )
    return rows[0]?.id ?? 0
  }

  test('the most frequent come first, with what is new and what came back', async () => {
    await page.goto('/errors')
    const first = rows(page).first()
    await first.getByText('payment * declined by gateway *: *').waitFor()
    await first.getByText('regressed').waitFor()
    const disk = rows(page).filter({ hasText: 'failed self-test' })
    await disk.getByText('new', { exact: true }).waitFor()
    expect(await disk.textContent()).toMatch(/alert.*smartd.*store-4/)
    await page.getByRole('button', { name: /^payment \* declined/ }).waitFor()
  })

  test('state, level, order, search and page stand in the address', async () => {
    await page.goto('/errors')
    await page.getByRole('link', { name: /^Muted/ }).click()
    await page.waitForURL('**/errors?state=muted')
    await listed(page, 'invalid token for user *')
    expect(await rows(page).count()).toBe(1)

    await page.goto('/errors?level=alert&state=all')
    await until(async () => (await titles(page)).join() === 'disk * failed self-test (*)')

    await page.goto('/errors')
    await page.getByRole('link', { name: 'First seen' }).click()
    await page.waitForURL('**/errors?sort=firstSeen')
    await until(async () => (await titles(page))[0] === 'disk * failed self-test (*)')

    await page.goto('/errors?q=gateway&least=10&host=web-3&project=shop&slice=5_minute&range=24h')
    await until(async () => (await rows(page).count()) === 1)
    await page.getByRole('button', { name: 'Host: web-3 · ≥ 10' }).waitFor()

    await page.goto('/errors?state=all&range=24h&page=2')
    await page.getByText(`51–${SIGNATURES} of ${SIGNATURES}`).waitFor()
  })

  test('how often and on which host is asked for in words', async () => {
    await page.goto('/errors')
    const host = page.getByLabel('Host', { exact: true })
    await doUntil(
      () => page.getByRole('button', { name: 'More …' }).click(),
      () => host.isVisible(),
    )
    await host.fill('db-1')
    await page.getByLabel('Hits in this time, at least').fill('50')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.waitForURL('**/errors?host=db-1&least=50')
    await until(async () => (await titles(page)).join() === 'timeout after * ms reading from *:*')
  })

  test('what is dragged over is zoomed to, and the address says so', async () => {
    await page.goto('/errors?range=6h')
    const plot = page.locator('.u-over')
    await until(async () => {
      const box = await plot.boundingBox()
      if (!box) return false
      await page.mouse.move(box.x + box.width * 0.25, box.y + 40)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 4 })
      await page.mouse.up()
      return /from=\d+&to=\d+/.test(page.url())
    })
    await page.getByRole('link', { name: ' – ' }).waitFor()
    expect(page.url()).not.toContain('range=')
  })

  test('a bar says when, what and how often, and leads to its signature', async () => {
    await page.goto('/errors?q=gateway&range=6h')
    await listed(page, 'declined by gateway')
    const plot = page.locator('.u-over')
    const tip = page.getByText('total', { exact: true })
    const [x, y] = await until(async () => {
      const box = await plot.boundingBox()
      if (!box) return null
      const place = [box.x + box.width * 0.5, box.y + box.height - 6] as const
      await page.mouse.move(box.x + 5, box.y + 5)
      await page.mouse.move(...place)
      return (await tip.isVisible()) ? place : null
    })
    await until(async () => {
      await page.mouse.click(x, y)
      return /errors\/\d+$/.test(page.url())
    })
  })

  test('a click in the legend hides a signature, another one brings it back', async () => {
    await page.goto('/errors')
    const entry = page.getByRole('button', { name: /^timeout after/ })
    const isPressed = (pressed: string) => async () =>
      (await entry.getAttribute('aria-pressed')) === pressed
    await doUntil(() => entry.click(), isPressed('false'))
    await entry.click()
    await until(isPressed('true'))
  })

  test('the keyboard chooses and resolves, and the notice undoes it', async () => {
    await page.goto('/errors')
    await listed(page, 'timeout after')
    await pressUntil(page, 'j', isOnRow(page, 'timeout after'))
    await page.keyboard.press('x')
    await page.getByText('1 selected').waitFor()
    await page.keyboard.press('e')
    await page.getByText('1 signature resolved.').waitFor()
    await gone(page, 'timeout after')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone: 1 signature resolved.').waitFor()
    await listed(page, 'timeout after')
  })

  test('many are muted, merged and deleted at once', async () => {
    await page.goto('/errors?q=could+not+open')
    await listed(page, 'could not open')
    const count = await rows(page).count()
    await selectAll(page, count)
    await page.getByRole('button', { name: /^Mute/ }).click()
    await page.getByRole('button', { name: '8 hours' }).click()
    await page.getByText(`${count} signatures muted.`).waitFor()
    await see(page, 'No errors in this time')

    await page.goto('/errors?q=could+not+open&state=muted')
    await listed(page, 'could not open')
    await selectAll(page, count)
    await page.getByRole('button', { name: /^Merge/ }).click()
    await page.getByRole('radio').last().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click()
    await page.getByText(`${count} signatures merged into one.`).waitFor()
    await until(async () => (await rows(page).count()) === 1)
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await until(async () => (await rows(page).count()) === count)
  })

  test('deleting asks first, and says what is lost', async () => {
    await page.goto('/errors?q=full')
    await listed(page, 'the queue')
    await pressUntil(page, 'j', isOnRow(page, 'the queue'))
    await page.keyboard.press('x')
    await page.getByRole('button', { name: 'Delete …' }).click()
    await page.getByRole('button', { name: 'Delete 1 signature' }).click()
    await page.getByText('1 signature deleted.').waitFor()
    await see(page, 'No errors in this time')
  })

  test('shows what comes in without being loaded again', async () => {
    await page.goto('/errors?q=gave+up')
    const row = rows(page).first()
    await row.getByText('Jobs that gave up').waitFor()
    await page.evaluate(() => Object.assign(window, { loadedOnce: true }))
    const id = await idOf('job <*>%')
    await belfry.database.pool.query(
      `insert into error_second select id, date_trunc('second', now()), 77000, project_id from signature where id = $1`,
      [id],
    )
    await belfry.database.pool.query(
      `insert into error_minute select id, date_trunc('minute', now()), 0, 3, 77000, project_id from signature where id = $1`,
      [id],
    )
    await belfry.database.pool.query(
      `insert into error_hour select id, date_trunc('hour', now()), 0, 3, 77000, project_id from signature where id = $1`,
      [id],
    )
    // Told until the page has heard it: when it began to listen is not to be seen.
    await until(async () => {
      await belfry.database.pool.query(`select pg_notify('belfry_errors', $1)`, [`[${id}]`])
      return row.getByText(/^77,\d+$/).isVisible()
    })
    expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true)
  })

  test('a signature shows where it comes from, its variables, and why an error is in it', async () => {
    await page.goto(`/errors/${await idOf('payment%')}`)
    await see(page, 'Variable 2')
    await see(page, 'stripe', true)
    await see(page, 'checkout@2.4.0')
    await see(page, /It fits a template of its signature/)
    await page.getByText('Of the same work').waitFor()
    await page.getByRole('link', { name: /TypeError: Cannot read/ }).click()
    await page.getByText('caused by').waitFor()
    await see(page, 'app/cart/price.ts:41:17')
    expect(await page.getByText('Layer.handle').isVisible()).toBe(false)
    await page.getByText('3 calls within libraries').click()
    await see(page, 'Layer.handle')
    await see(page, 'button#pay')
    await see(page, 'ada@example.com')
  })

  test('is named and given a rule; a rule that is none is refused where it stands', async () => {
    await page.goto(`/errors/${await idOf('connection reset%')}`)
    await page.getByRole('heading', { name: 'connection reset by peer' }).waitFor()
    const name = page.getByLabel('Name', { exact: true })
    await pressUntil(page, 'n', () => name.isVisible())
    await name.fill('Peers that hang up')
    await page.getByLabel('Rule', { exact: true }).fill('reset (by')
    await page.getByRole('button', { name: 'Save' }).click()
    await see(page, /is not an expression/)
    await page.getByLabel('Rule', { exact: true }).fill('^connection reset by peer')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Peers that hang up' }).waitFor()

    await page.getByRole('link', { name: 'History' }).click()
    await see(page, /the name from none to “Peers that hang up”/)
    await page
      .getByRole('row')
      .filter({ hasText: 'Peers that hang up' })
      .getByRole('button')
      .click()
    await see(page, /undone by admin/)
    await page.getByRole('heading', { name: 'connection reset by peer' }).waitFor()
  })

  test('is muted until there are too many', async () => {
    await page.goto(`/errors/${await idOf('auth: retry%')}`)
    const dialog = page.getByRole('dialog')
    await pressUntil(page, 'm', () => dialog.isVisible())
    await page.getByLabel('… there are more than').fill('250')
    await dialog.getByRole('button', { name: 'Mute', exact: true }).click()
    await see(page, 'until there are more than 250 in one hour')
    await page.getByRole('button', { name: /^Reopen/ }).waitFor()
  })

  test('a part is split off, after a look at what it takes', async () => {
    await page.goto(`/errors/${await idOf('payment%')}`)
    await openMenu(page, 'Split …')
    await page.getByText('By an expression').click()
    await page.getByLabel('Expression', { exact: true }).fill('gateway adyen')
    await page.getByRole('button', { name: 'Preview' }).click()
    await see(page, /4 of 12 kept errors go to the new signature/)
    await page.getByLabel('Name', { exact: true }).fill('Adyen declines')
    await page.getByRole('button', { name: 'Split off' }).click()
    await page.getByRole('heading', { name: 'Adyen declines' }).waitFor()
    await see(page, 'Examples 4')
  })

  test('what was merged leads to what it was merged into', async () => {
    const [from, into] = [await idOf('billing: retry%'), await idOf('cdn: retry%')]
    await page.goto(`/errors/${from}`)
    await openMenu(page, 'Merge into …')
    await page.getByLabel('Search signatures of the project').fill('cdn: retry')
    await page.getByRole('radio').first().waitFor()
    await until(async () => (await page.getByRole('radio').count()) === 1)
    await page.getByRole('radio').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click()
    await page.waitForURL(`**/errors/${into}`)
    await see(page, '1 merged into it')
    await page.goto(`/errors/${from}?range=24h`)
    await page.waitForURL(`**/errors/${into}?range=24h`)
  })

  test('is watched with one click', async () => {
    await page.goto(`/errors/${await idOf('timeout%')}`)
    const offer = page.getByRole('menuitem', { name: /above N in a slice/ })
    await doUntil(
      () => page.getByRole('button', { name: 'Watch this' }).click(),
      () => offer.isVisible(),
    )
    await offer.click()
    await page.getByRole('link', { name: 'Open the monitor' }).click()
    await page.getByRole('heading', { name: /^Errors above 100/ }).waitFor()
  })

  test('what senders wrote is text, whatever it is', async () => {
    await page.goto('/errors?q=alert(1)')
    await listed(page, '<script>alert(1)</script> <b>bold</b> &amp; *')
    await page.goto(`/errors/${await idOf('bell%')}`)
    await see(page, 'bell \\x07 and escape \\x1b[31mred')
    await see(page, '\\u202egnp.exe')
  })

  test('a signature that is not there is not found', async () => {
    await page.goto('/errors/999999')
    await page.getByText('There is no such signature').waitFor()
    await page.getByRole('link', { name: 'All signatures' }).click()
    await page.waitForURL('**/errors?state=all&range=30d')
  })

  test('how long errors stay counted is said with the settings', async () => {
    await page.goto('/settings')
    const minutes = page.getByRole('textbox', { name: 'By the minute' })
    const form = page.locator('form').filter({ has: minutes })
    const save = form.getByRole('button', { name: 'Save' })
    await doUntil(
      () => minutes.fill('1'),
      () => save.isEnabled(),
    )
    await save.click()
    await see(page, 'must not be less than those by the second')
    await minutes.fill('45')
    await save.click()
    await page.getByText('Saved. The next clean-up goes by it.').waitFor()
    const { rows } = await belfry.database.pool.query(
      `select value -> 'minutesDays' as days from setting where key = 'errors.retention'`,
    )
    expect(rows).toEqual([{ days: 45 }])
  })

  test('fits a phone', async () => {
    const phone = await belfry.person(PHONE)
    for (const path of ['/errors?state=all', `/errors/${await idOf('TypeError%')}`]) {
      await phone.goto(path)
      await see(phone, 'TypeError: Cannot read properties of undefined')
      const wide = await phone.evaluate(() => document.documentElement.scrollWidth)
      expect([path, wide]).toEqual([path, PHONE.viewport.width])
    }
    await phone.context().close()
  })

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})

async function openMenu(page: Page, item: string) {
  const entry = page.getByRole('menuitem', { name: item })
  await doUntil(
    () => page.getByRole('button', { name: 'More actions' }).click(),
    () => entry.isVisible(),
  )
  await entry.click()
}

const selectAll = (page: Page, count: number) =>
  doUntil(
    () => page.getByRole('checkbox', { name: 'Select all on this page' }).click(),
    () => page.getByText(`${count} selected`).isVisible(),
  )

describe.skipIf(noBrowser)('without any error', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  beforeAll(async () => {
    belfry = await openBelfry()
  })
  afterAll(() => belfry.close())

  test('the page says how to send the first', async () => {
    const page = await belfry.person()
    await page.goto('/errors')
    await page.getByText('No errors yet').waitFor()
    await page.getByText('npx belfry demo errors -n 10000').waitFor()
    await page.getByRole('link', { name: 'All ways to connect' }).click()
    await page.waitForURL('**/settings/projects**')
  })
})
