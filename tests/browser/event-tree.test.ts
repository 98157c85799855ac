import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser, openBelfry, PHONE } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { anError, openIntake as openErrors } from '#tests/lib/errors/intake/world.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { doUntil, until } from '#tests/until.ts'

const TRACE = '6bf092f35a1c4e0d9e21aabbccddeeff'
const at = Math.floor(Date.now() / 1000) - 600

const checkout = [
  anEvent({
    ...{ id: TRACE, uid: 'all', at, seconds: 0.8 },
    traits: { method: 'POST', path: '/checkout', response: { status: 502 }, user: 'ann' },
  }),
  anEvent({
    ...{ id: TRACE, uid: 'sql', type: 'request.sql', at: at - 0.6, seconds: 0.1 },
    traits: { statement: 'select 1', host: 'db1', type: 'read' },
  }),
  anEvent({
    ...{ id: TRACE, uid: 'pay', type: 'charge', host: 'pay1', at: at - 0.1, seconds: 0.4 },
    traits: { error: { message: 'gateway is away' } },
  }),
]
const many = Array.from({ length: 3_000 }, (_, i) =>
  anEvent({ id: 'many', uid: `m${i}`, type: 'job.step', at: at + i / 1000, traits: { n: i } }),
)

const row = (page: Page, text: string) => page.getByRole('treeitem').filter({ hasText: text })
const isSelected = (page: Page, text: string) => async () =>
  (await row(page, text).first().getAttribute('aria-selected')) === 'true'

describe.skipIf(noBrowser)('a tree of events', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    const { pool } = belfry.database
    const events = openIntake(pool)
    await events.accept(aProject(), 'http', [...checkout, ...many])
    await events.close()
    const errors = openErrors(pool)
    const told = { traceId: TRACE, host: 'pay1', at: (at - 0.2) * 1000 }
    await errors.accept(aProject(), 'http', [
      anError({ ...told, message: 'no answer of the gateway' }),
    ])
    await errors.close()
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  test('shows each part within the one that it happened in, with what failed', async () => {
    await page.goto(`/events/${TRACE}`)
    await row(page, 'request.sql').waitFor()
    const rows = page.getByRole('treeitem')
    const levels = await rows.evaluateAll(all => all.map(one => one.getAttribute('aria-level')))
    expect(levels).toEqual(['1', '2', '2', '3'])
    expect(await rows.first().textContent()).toContain('POST /checkout')
    await see(page, '3 events')
    await see(page, ', 2 failed')
    await see(page, 'pay1')
    expect(await row(page, 'charge').getByRole('img', { name: 'failed' }).count()).toBe(1)
  })

  test('a part that is chosen is shown in full, and stands in the address', async () => {
    await page.goto(`/events/${TRACE}`)
    const aside = page.getByRole('complementary', { name: 'The selected event' })
    await see(aside, 'Together')
    await doUntil(() => row(page, 'request.sql').click(), isSelected(page, 'request.sql'))
    await see(aside, 'select 1')
    expect(new URL(page.url()).searchParams.get('event')).toBe('sql')
    const condition = aside.getByRole('link', { name: 'read', exact: true })
    expect(await condition.getAttribute('href')).toContain('body.type')

    await page.reload()
    await see(aside, 'select 1')
    await doUntil(
      () => aside.getByRole('button', { name: 'Show all together' }).click(),
      async () => !page.url().includes('event='),
    )
    await see(aside, 'Together')
  })

  test('is gone through by keys', async () => {
    await page.goto(`/events/${TRACE}?event=all`)
    await until(isSelected(page, 'POST /checkout'))
    const tree = page.getByRole('tree')
    await tree.focus()
    await doUntil(
      () => page.keyboard.press('ArrowLeft'),
      async () => (await page.getByRole('treeitem').count()) === 1,
    )
    await doUntil(
      () => page.keyboard.press('ArrowRight'),
      async () => (await page.getByRole('treeitem').count()) === 4,
    )
    await doUntil(() => page.keyboard.press('End'), isSelected(page, 'no answer of the gateway'))
    await doUntil(() => page.keyboard.press('Home'), isSelected(page, 'POST /checkout'))
  })

  test('leads to its errors, and these lead back', async () => {
    await page.goto(`/events/${TRACE}`)
    await row(page, 'no answer').getByRole('link').click()
    await page.waitForURL('**/errors/*?example=*')
    await page.getByRole('link', { name: 'See it among 3 events over time' }).click()
    await page.waitForURL(`**/events/${TRACE}?event=error-*`)
    await until(isSelected(page, 'no answer'))
  })

  test('of thousands only those that are seen are drawn', async () => {
    await page.goto('/events/many')
    await see(page, '3,000 events')
    const tree = page.getByRole('tree')
    await tree.focus()
    const isAtEnd = async () => new URL(page.url()).searchParams.get('event') === 'm2999'
    await doUntil(() => page.keyboard.press('End'), isAtEnd)
    await see(page.getByRole('complementary', { name: 'The selected event' }), '2999', true)
    expect(await page.getByRole('treeitem').count()).toBeLessThan(200)
  })

  test('is found by the id of one of its events, and by other spellings of a trace', async () => {
    await page.goto('/events/pay')
    await page.waitForURL(`**/events/${TRACE}?event=pay`)
    await page.goto(`/events/00-${TRACE}-00f067aa0ba902b7-01`)
    await page.waitForURL(`**/events/${TRACE}`)
  })

  test('what is not there is said', async () => {
    await page.goto('/events/nothing-of-that-name')
    await see(page, 'Nothing is known under this id')
  })

  test('fits a phone', async () => {
    const phone = await belfry.person(PHONE)
    await phone.goto(`/events/${TRACE}?event=sql`)
    await row(phone, 'request.sql').waitFor()
    await until(() =>
      phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    )
    await phone.context().close()
  })

  test('nothing went wrong in the pages', () => {
    expect(belfry.problems).toEqual([])
  })
})
