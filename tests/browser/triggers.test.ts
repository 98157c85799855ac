import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { storeEvents } from '#lib/events/intake/store.ts'
import { listTriggers } from '#lib/streams/triggers/data.ts'
import { createTrigger } from '#lib/streams/triggers/mutations.ts'
import { inTransaction } from '#lib/transaction.ts'
import { ada } from '#tests/actor.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { press } from '#tests/browser/press.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { anEvent } from '#tests/lib/events/world.ts'
import { until } from '#tests/until.ts'

const HERE = '/streams/triggers'

describe.skipIf(noBrowser)('the pages of triggers', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    page = await belfry.person()
    await belfry.database.pool.query(`
      insert into pipeline (project_id, name, handlers, source)
      values (1, 'bill', '["log"]', ''), (1, 'remind', '["log"]', '')`)
  })
  afterAll(() => belfry.close())

  const yaml = (name: string) => `# what an order goes through
name: ${name}
distinguished_by:
- order
expiration: $last + 1h # an hour
fire_pipeline: bill
match_criteria:
- event_type: order.*
fire_criteria:
- event_type: order.paid
`
  const make = (name: string) => createTrigger({ yaml: yaml(name) }, ada)
  const stored = async (name: string) =>
    (await listTriggers(everything, { q: name, limit: 1 })).items[0]
  const save = () => page.getByRole('button', { name: /^Save/ }).click()
  const card = (name: string): Locator => page.getByRole('group', { name, exact: true })

  test('say what triggers are for when there are none', async () => {
    await page.goto(HERE)
    await see(page, 'No triggers yet')
  })

  test('a trigger is made in the form, which says at the field what is wrong', async () => {
    await page.goto(`${HERE}/new`)
    await press(page.getByRole('textbox', { name: 'Name' }))
    await page.getByRole('textbox', { name: 'Name' }).fill('Shipments')
    await card('Match 1').getByLabel('Types of events').fill('ship.*')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Trait 1' }).fill('order')

    const expiration = page.getByRole('textbox', { name: 'Its time is over at' })
    await expiration.fill('$last + 2w')
    await see(page, /is not valid at 10/)
    await expiration.fill('$last + 2h')
    await see(page, /^With events from .* it expires /)

    await save()
    await see(page, 'is missing; at least one of fire_pipeline and expire_pipeline is needed', true)
    await page.getByRole('combobox', { name: 'When it is complete, run' }).click()
    await page.getByRole('option', { name: 'bill' }).click()
    await save()
    await page.waitForURL(/\/streams\/triggers\/\d+$/)
    await page.getByRole('heading', { name: 'Shipments', level: 1 }).waitFor()
    expect((await stored('Shipments'))?.yaml).toBe(`name: Shipments
distinguished_by:
- order
expiration: $last + 2h
match_criteria:
- event_type: ship.*
fire_criteria:
- event_type: "*"
fire_pipeline: bill
`)
  })

  test('a change in the form leaves the rest of the text as it was written', async () => {
    const id = await make('Commented')
    await page.goto(`${HERE}/${id}/edit`)
    const delay = page.getByRole('textbox', { name: 'After' })
    await press(delay)
    await delay.fill('30')
    await save()
    await page.waitForURL(`**${HERE}/${id}`)
    expect((await stored('Commented'))?.yaml).toBe(`${yaml('Commented')}fire_delay: 30\n`)
  })

  test('mistakes of a text are marked where they are', async () => {
    const id = await make('Marked')
    await page.goto(`${HERE}/${id}/edit`)
    await press(page.getByText('YAML', { exact: true }))
    const editor = page.getByTestId('yaml')
    await until(async () => (await editor.getAttribute('data-ready')) === 'true')
    await editor.locator('.monaco-editor').first().click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.insertText('map_distingushed_by: {}')
    await save()
    await see(page, 'map_distingushed_by: line 11, column 1: is not known here')
    await editor.locator('.squiggly-error').first().waitFor()

    await page.keyboard.press('Escape')
    await editor.locator('.monaco-editor').first().click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.press('Shift+Home')
    await page.keyboard.insertText('fire_delay: 7')
    await save()
    await page.waitForURL(`**${HERE}/${id}`)
    expect(await stored('Marked')).toMatchObject({ fire_delay: 7, version: 2 })
  })

  test('one is switched off where it is listed', async () => {
    await make('Switched')
    await page.goto(HERE)
    const isOn = page.getByRole('switch', { name: 'Switched is on' })
    await press(isOn, { force: true })
    await until(async () => (await stored('Switched'))?.enabled === false)
    await page.reload()
    await until(async () => !(await isOn.isChecked()))
  })

  test('why events did not fit is counted when that is wanted, and told', async () => {
    const id = await make('Explained')
    await page.goto(`${HERE}/${id}`)
    await see(page, 'Events that do not fit are not counted')
    await press(page.getByText('And why', { exact: true }))
    await see(page, 'No event was looked at')
    await belfry.database.pool.query(
      `insert into trigger_statistic values ($1, now(), 'Match 1', 'checks', 5),
         ($1, now(), 'Match 1', 'passed', 2), ($1, now(), 'Match 1', 'Wrong event type', 3)`,
      [id],
    )
    await page.reload()
    await page.getByRole('row', { name: 'Match 1 order.* 5 2 3' }).waitFor()
    await page.getByRole('row', { name: 'Wrong event type 3' }).waitFor()
  })

  test('a dry run shows what it would have done', async () => {
    const id = await make('Tried')
    const at = Date.now() / 1_000 - 3 * 3_600
    const order = (type: string, number: number, after: number) =>
      anEvent({ type, traits: { order: number }, start: at + after, at: at + after })
    await inTransaction(belfry.database.pool, client =>
      storeEvents(client, 1, [
        ...[order('order.new', 7, 0), order('order.paid', 7, 1)],
        ...[order('order.new', 8, 2), anEvent({ type: 'order.odd', start: at, at })],
      ]),
    )
    await page.goto(`${HERE}/${id}?tab=replay`)
    await press(page.getByRole('button', { name: 'Run dry' }))
    await see(page, '3 of 4 events of its types taken')
    await page.getByRole('row', { name: /^order 7 Fired/ }).waitFor()
    await page.getByRole('row', { name: /^order 8 Expired .* order\.paid$/ }).waitFor()
    const { rows } = await belfry.database.pool.query('select from stream where trigger_id = $1', [
      id,
    ])
    expect(rows).toEqual([])
  })

  test('an old version is compared and brought back', async () => {
    const id = await make('Versions')
    await page.goto(`${HERE}/${id}/edit`)
    const delay = page.getByRole('textbox', { name: 'After' })
    await press(delay)
    await delay.fill('30')
    await save()
    await page.waitForURL(`**${HERE}/${id}`)
    await page.goto(`${HERE}/${id}/versions?version=2`)
    await until(async () => (await page.getByTestId('diff').getAttribute('data-ready')) === 'true')
    await see(page.getByTestId('diff'), 'fire_delay: 30')

    await page.goto(`${HERE}/${id}/versions?version=1`)
    await press(page.getByRole('button', { name: 'Restore' }))
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
    await page.waitForURL(`**${HERE}/${id}`)
    expect(await stored('Versions')).toMatchObject({ fire_delay: 0, version: 3 })
  })

  test('one is deleted after asking, and comes back', async () => {
    const id = await make('Deleted')
    await page.goto(`${HERE}/${id}`)
    await press(page.getByRole('button', { name: 'More actions' }))
    await page.getByRole('menuitem', { name: 'Delete …' }).click()
    await page.getByRole('button', { name: 'Delete trigger' }).click()
    await page.waitForURL(`**${HERE}`)
    expect(await stored('Deleted')).toBeUndefined()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.waitForURL(`**${HERE}/${id}`)
    await page.getByRole('heading', { name: 'Deleted', level: 1 }).waitFor()
  })

  test('fit a phone', async () => {
    const id = await make('Narrow')
    for (const path of ['', '/new', `/${id}`, `/${id}/versions`])
      await fitsPhone(belfry, `${HERE}${path}`)
  })

  test('made no mistakes meanwhile', () => expect(belfry.problems).toEqual([]))
})
