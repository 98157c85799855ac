import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDefinition } from '#lib/streams/definitions/mutations.ts'
import { ada } from '#tests/actor.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { press } from '#tests/browser/press.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { until } from '#tests/until.ts'

const HERE = '/streams/definitions'
const notification = {
  ...{ event_type: 'compute.exists', message_id: 'm-1', publisher_id: 'compute.node-7' },
  payload: { id: 'i-1', memory: '512' },
}

describe.skipIf(noBrowser)('the pages of event definitions', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  /** Lines that are not indented: Monaco would indent them once more. */
  async function write(yaml: string) {
    const editor = page.getByTestId('yaml')
    await until(async () => (await editor.getAttribute('data-ready')) === 'true')
    await editor.locator('.monaco-editor').first().click()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')
    await page.keyboard.insertText(yaml)
  }

  async function tryOn(text: string) {
    const edit = page.getByRole('button', { name: 'Edit', exact: true })
    if (await edit.isVisible()) await edit.click()
    const field = page.getByLabel('Notifications', { exact: true })
    await press(field)
    await field.fill(text)
    await press(page.getByRole('button', { name: 'Try', exact: true }))
  }

  test('say what definitions are for when there are none', async () => {
    await page.goto(HERE)
    await see(page, 'No event definitions yet')
  })

  test('mark what is wrong at its line, and save what is right', async () => {
    await page.goto(`${HERE}/new`)
    await write('event_type: compute.*\ntraits: { id: { fields: payload.id, type: numeric } }')
    await page.getByRole('button', { name: /^Save/ }).click()
    await see(page, 'Line 2: is none of text, int, float, datetime')

    await write('event_type: compute.*\ntraits: { id: { fields: payload.id } }')
    await page.getByRole('button', { name: /^Save/ }).click()
    await page.waitForURL(`**${HERE}`)
    await page.getByRole('link', { name: 'compute.*' }).waitFor()
  })

  test('try a draft on pasted notifications: what each trait is, and where it was found', async () => {
    await page.goto(`${HERE}/new`)
    await write(
      'event_type: compute.exists\ntraits: { size: { fields: payload.memory, type: int } }',
    )
    await tryOn(JSON.stringify(notification))
    await see(page, 'An event, by the definition above (compute.exists)')
    await page.getByRole('row', { name: 'size 512 int payload.memory' }).waitFor()
    await page.locator('mark', { hasText: '"512"' }).waitFor()

    const wrong = { ...notification, payload: { memory: 'much' } }
    await tryOn(
      [notification, wrong, { event_type: 'other' }].map(one => JSON.stringify(one)).join('\n'),
    )
    const tried = page.getByRole('table', { name: 'Notifications that were tried' })
    await tried.getByRole('button', { name: 'compute.exists' }).nth(1).click()
    await page.getByRole('row', { name: 'size "much" is no whole number' }).waitFor()
    await tried.getByRole('button', { name: 'other' }).click()
    await see(page, 'message_id is missing')
  })

  test('tell what is no JSON', async () => {
    await page.goto(HERE)
    await tryOn('{')
    await see(page, 'This is no JSON')
  })

  test('move a definition, and another one holds', async () => {
    await createDefinition(
      { event_type: 'compute.exists', traits: { other: { fields: 'payload.id' } } },
      ada,
    )
    await page.goto(HERE)
    await tryOn(JSON.stringify(notification))
    await see(page, 'An event, by definition 2 (compute.exists)')
    await page.getByRole('button', { name: 'Move up: compute.exists' }).click()
    await page.getByRole('row', { name: '1 compute.exists' }).waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await see(page, 'An event, by definition 2 (compute.*)')
  })

  test('delete a definition after asking', async () => {
    await page.goto(HERE)
    await page.getByRole('link', { name: 'compute.*' }).click()
    await press(page.getByRole('button', { name: 'Delete', exact: true }))
    await page.getByRole('button', { name: 'Delete definition' }).click()
    await page.waitForURL(`**${HERE}`)
    await page.getByRole('link', { name: 'compute.exists' }).waitFor()
    await until(async () => (await page.getByRole('link', { name: 'compute.*' }).count()) === 0)
  })

  test('fit a phone', async () => {
    await fitsPhone(belfry, HERE)
    await fitsPhone(belfry, `${HERE}/new`)
  })

  test('made no mistakes meanwhile', () => expect(belfry.problems).toEqual([]))
})
