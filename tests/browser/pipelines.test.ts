import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { listPipelines } from '#lib/streams/pipelines/data.ts'
import { createPipeline } from '#lib/streams/pipelines/mutations.ts'
import { ada } from '#tests/actor.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { press } from '#tests/browser/press.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { ORDERS, saveTrigger, take } from '#tests/lib/streams/feed/world.ts'
import { until } from '#tests/until.ts'

const HERE = '/streams/pipelines'

describe.skipIf(noBrowser)('the pages of pipelines', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry(['web', 'engine'])
    page = await belfry.person()
  })
  afterAll(() => belfry?.close())

  const stored = async (name: string) =>
    (await listPipelines(everything, { q: name, limit: 1 })).items[0]
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const save = () => press(button(/^Save/))
  const add = async (kind: string) => {
    await press(button('Add a handler'))
    await press(page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }))
  }

  test('say what pipelines are for when there are none', async () => {
    await page.goto(HERE)
    await see(page, 'No pipelines yet')
  })

  test('a pipeline is put together in the form, which says at the handler what is wrong', async () => {
    await page.goto(`${HERE}/new`)
    await press(page.getByRole('textbox', { name: 'Name' }))
    await page.getByRole('textbox', { name: 'Name' }).fill('Payments')
    await add('Log')
    await add('Filter')
    await page.getByLabel('Where').fill('type = (')
    await save()
    await page.locator('input[name=where][aria-invalid=true]').waitFor()
    await page.getByLabel('Where').fill('type = payment')
    await press(button('Move up: Filter, 2.'))
    await save()
    await page.waitForURL(/pipelines\/\d+$/)
    expect(await stored('Payments')).toMatchObject({
      handlers: [{ name: 'filter', params: { where: 'type = payment' } }, { name: 'log' }],
    })
  })

  test('what was written in YAML stays as it is, and is marked where it is wrong', async () => {
    const yaml = '# told to nobody\nQuiet:\n  - log\n'
    const id = await createPipeline({ yaml }, ada)
    await page.goto(`${HERE}/${id}`)
    await press(page.getByText('YAML', { exact: true }))
    const editor = page.getByTestId('yaml')
    await until(async () => (await editor.getAttribute('data-ready')) === 'true')
    await editor.locator('.monaco-editor').first().click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.insertText('  - nothing')
    await save()
    await see(page, /must be one of/)
    await page.locator('.squiggly-error').first().waitFor()
    expect(await stored('Quiet')).toMatchObject({ yaml, version: 1 })
  })

  test('a pipeline is tried on a stream as it stands there, and nothing comes of it', async () => {
    const id = await createPipeline({ name: 'report', handlers: ['log'] }, ada)
    const { pool } = belfry.database
    await saveTrigger(pool, ORDERS)
    await take(pool, [{ uid: 'p1', type: 'order.placed', traits: { order: 'A-17' } }])
    await page.goto(`${HERE}/${id}`)
    await add('Alert')
    await press(button('Try'))
    await see(page, 'order.placed p1')
    await see(page, '1 message to alerts')
    expect(await belfry.database.db.notice.count()).toBe(0)
    expect(await stored('report')).toMatchObject({ version: 1, usedBy: [{ name: 'orders' }] })
    expect(await button('Delete').isDisabled()).toBe(true)
  })

  test('one that nobody uses is deleted when that is confirmed', async () => {
    const id = await createPipeline({ name: 'Unused', handlers: [] }, ada)
    await page.goto(`${HERE}/${id}`)
    await press(button('Delete'))
    await press(button('Delete pipeline'))
    await page.waitForURL(`**${HERE}`)
    await until(async () => (await stored('Unused')) === undefined)
  })

  test('fit on a phone', async () => {
    const report = await stored('report')
    for (const path of [HERE, `${HERE}/new`, `${HERE}/${report?.id}`]) await fitsPhone(belfry, path)
    expect(belfry.problems).toEqual([])
  })
})
