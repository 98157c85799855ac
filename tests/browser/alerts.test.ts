import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAlert } from '#lib/alerting/mutations.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { ada } from '#tests/actor.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { serve, type TestServer } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

describe.skipIf(noBrowser)('the pages of alerts', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  let receiver: TestServer
  let status = 200
  const received: { test: boolean; monitor: { name: string }; text: string }[] = []
  beforeAll(async () => {
    belfry = await openBelfry(['web', 'engine'])
    receiver = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      if (status === 200) received.push(JSON.parse(body))
      response.writeHead(status).end('noted')
    })
    page = await belfry.person()
  })
  afterAll(async () => {
    await belfry.close()
    await receiver.close()
  })

  const switches = async (key: string) => {
    const { rows } = await belfry.database.pool.query(
      'select enabled, states::text[] from alert where key = $1',
      [key],
    )
    return rows[0] as { enabled: boolean; states: string[] } | undefined
  }

  test('say that nobody is told while there is none', async () => {
    await page.goto('/alerts')
    await see(page, 'Until there is one, nobody is told')
    await page.goto('/deliveries')
    await see(page, 'Nobody is told yet')
  })

  test('add a webhook, whose receiver gets the test', async () => {
    await page.goto('/alerts/new')
    await page.getByRole('link', { name: /^Webhook/ }).click()
    await page.getByLabel('Key').fill('pager')
    await page.locator('input[name=url]').fill('not an address')
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.locator('.mantine-InputWrapper-error').first().waitFor()

    await page.locator('input[name=url]').fill(`${receiver.url}/in`)
    await page.getByRole('button', { name: 'Send a test' }).click()
    await see(page, 'the other side answered 200')
    expect(received.map(({ test }) => test)).toEqual([true])

    await page.getByRole('switch', { name: 'tell INACTIVE' }).click()
    await page.getByRole('button', { name: 'Add alert' }).click()
    await see(page, 'nothing told yet')
    expect(await switches('pager')).toEqual({
      enabled: true,
      states: ['OK', 'ALARM', 'ERROR', 'INACTIVE'],
    })
  })

  test('say what the other side has against a test', async () => {
    status = 403
    await page.goto('/alerts/pager')
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByRole('alert').filter({ hasText: '403' }).waitFor()
    status = 200
  })

  test('turn the switches in the list', async () => {
    await page.goto('/alerts')
    await page.getByRole('switch', { name: 'pager: tell OK' }).click()
    await until(async () => (await switches('pager'))?.states.includes('OK') === false)
    await page.getByRole('switch', { name: 'pager: on' }).click()
    await until(async () => (await switches('pager'))?.enabled === false)
    await page.getByRole('switch', { name: 'pager: on', checked: false }).click()
    await until(async () => (await switches('pager'))?.enabled)
  })

  test('show a delivery that fails with its attempts, and try it again at once', async () => {
    status = 503
    await createMonitor(
      monitorInput.parse({
        name: 'Cellar',
        script: "fail('under water')",
        schedule: '* * * * * *',
      }),
      ada,
    )
    await page.goto('/deliveries')
    await see(page, 'under water')
    await page.getByRole('button', { name: /^Attempts of delivery/ }).click()
    await see(page, '503')

    status = 200
    await page.getByRole('button', { name: 'Retry now' }).click()
    await page.getByRole('cell', { name: 'Sent', exact: true }).waitFor()
    expect(received.at(-1)?.text).toMatch(/^\[Belfry Alarm\]\nMonitor: Cellar\n/)
  })

  test('keep the filter of the log in the address', async () => {
    await page.goto('/deliveries')
    await page.getByRole('link', { name: 'Given up' }).click()
    await page.waitForURL('**/deliveries?status=dead')
    await see(page, 'No delivery fits')
    await page.goto('/deliveries?status=sent&alert=pager')
    await page.getByRole('link', { name: 'Cellar' }).waitFor()
  })

  test('do not let what a file declares be changed', async () => {
    await createAlert(
      { key: 'filed', type: 'webhook', config: { url: receiver.url } },
      { actor: ada, file: true },
    )
    await page.goto('/alerts/filed')
    await see(page, 'Declared in the configuration file')
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
    expect(await page.locator('input[name=url]').isDisabled()).toBe(true)
  })

  test('ask before deleting, and say what is lost', async () => {
    await page.goto('/alerts/pager')
    await page.getByRole('button', { name: 'Delete' }).click()
    await see(page, 'the log of its deliveries are lost')
    await page.getByRole('button', { name: 'Delete alert' }).click()
    await page.waitForURL('**/alerts')
    expect(await switches('pager')).toBeUndefined()
  })

  test.each(['/alerts', '/alerts/new?type=email', '/deliveries', '/deliveries/posts'])(
    '%s fits a phone',
    path => fitsPhone(belfry, path),
  )

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})
