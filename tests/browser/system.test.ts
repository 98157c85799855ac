import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtInMonitors } from '#lib/monitors/built-in/monitors.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { doUntil, until } from '#tests/until.ts'

describe.skipIf(noBrowser)('how the installation is', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    await belfry.database.pool.query(`
      insert into vital (at, numbers, intake)
        select at, '{"lateP50": 0.25, "lateP99": 2, "taken": 6000, "dropped": 0}', '{}'
        from generate_series(date_trunc('minute', now()) - interval '2 h', now(), interval '1 min') at;
      insert into intake_count (minute, project_id, input, reason, count)
        select date_trunc('minute', now()) - make_interval(mins => n), 1, 'statsd', 'overloaded', 21
        from generate_series(-30, 6) n;
      insert into beat (id, role, host, pid, info) values (gen_random_uuid(), 'engine', 'far-away', 77,
        '{"memoryBytes": 1048576, "disk": {"freeBytes": 1073741824, "bytes": 107374182400}}')`)
    page = await belfry.person()
    await page.goto('/settings/system')
  })
  afterAll(() => belfry.close())

  const button = (name: string) => page.getByRole('button', { name, exact: true })

  test('what is wrong is said in words, and the numbers stand below', async () => {
    await see(page, 'no intake is running')
    await see(page, 'the disk of the data folder on far-away is nearly full: 1 % free')
    await see(page, '105 messages dropped for want of room in the last 5 minutes')
    const process = page.getByRole('row').filter({ hasText: 'far-away', visible: true })
    await see(process, '1 MiB')
    const dropped = page.getByRole('row').filter({ hasText: 'overloaded', visible: true })
    await see(dropped, '105')
  })

  test('the last day is drawn, and told to those who cannot see it', async () => {
    const figure = (title: string) =>
      page.getByRole('region', { name: title }).getByRole('figure').filter({ visible: true })
    const told = async (title: string) => (await figure(title).getAttribute('aria-label')) ?? ''
    expect(await told('How late runs begin')).toBe(
      'Chart of 288 points; half of them: 0.250 s to 0.250 s, 1 in 100: 2 s to 2 s',
    )
    expect(await told('Came in')).toContain('taken: 100 /s to 100 /s')
  })

  test('an address is entered, called by an alert and a monitor, and both are ended after a question', async () => {
    await see(page, 'There is none.')
    await doUntil(
      () => page.getByLabel('Address to call').fill('http://192.0.2.1/ping'),
      () => button('Save').isEnabled(),
    )
    await button('Save').click()
    await see(page, 'the address was not called yet')
    expect(await belfry.database.db.monitor.findFirst()).toMatchObject({
      ...{ name: 'Belfry: heartbeat', alerts: ['heartbeat'], active: true },
    })
    expect(await page.content()).not.toContain('192.0.2.1')

    const question = page.getByRole('dialog').filter({ hasText: 'End the heartbeat?' })
    await doUntil(
      () => button('End heartbeat').first().click(),
      () => question.isVisible(),
    )
    await question.getByRole('button', { name: 'End heartbeat' }).click()
    await see(page, 'There is none.')
    expect(await belfry.database.db.monitor.count()).toBe(0)
  })

  test('monitors that watch Belfry are added by a click, and then offered no more', async () => {
    await see(page, 'Belfry: all is well')
    await button('Add them').click()
    await until(async () => (await belfry.database.db.monitor.count()) === builtInMonitors.length)
    await button('Add them').waitFor({ state: 'detached' })
  })

  test('all of it fits on a phone', async () => {
    await fitsPhone(belfry, '/settings/system')
    expect(belfry.problems).toEqual([])
  })
})
