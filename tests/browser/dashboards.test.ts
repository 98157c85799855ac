import type { Locator, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { findDashboard } from '#lib/dashboards/data.ts'
import { createDashboard, updateDashboard } from '#lib/dashboards/mutations.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { ada, bob } from '#tests/actor.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { press } from '#tests/browser/press.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'
import { makeGroups, makePerson } from '#tests/people.ts'
import { until } from '#tests/until.ts'

const MINUTES = 120

describe.skipIf(noBrowser)('dashboards', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    page = await belfry.person()
    await countOrders()
    await makeGroups('payments')
    for (const [name, groups] of [
      ['Open to all', []],
      ['Only payments', ['payments']],
    ] as const)
      await createMonitor(
        monitorInput.parse({ name, groups: [...groups], script: 'return 1', schedule: '@daily' }),
        ada,
      )
  })
  afterAll(() => belfry.close())

  /** One order a minute until now, by country. */
  async function countOrders() {
    const intake = openIntake(belfry.database.pool)
    const now = Math.floor(Date.now() / 1000)
    const updates = Array.from({ length: MINUTES }, (_, i) =>
      anUpdate({ at: now - i * 60, f: { country: i % 2 ? 'ch' : 'de' } }),
    )
    await intake.accept(aProject(), 'gottwall', updates)
    await intake.close()
  }

  const words = (text: string) => ({ kind: 'text', title: text, text })
  const make = (name: string, rest: object = {}) => createDashboard({ name, ...rest }, ada)

  async function placesOf(id: number) {
    const dashboard = await findDashboard(everything, id)
    return dashboard?.panels.map(({ id, x, y, w, h }) => `${id} ${x},${y} ${w}×${h}`).sort()
  }

  test('are put together from panels, each seen before it is added', async () => {
    await page.goto('/dashboards')
    await press(page.getByRole('link', { name: 'New dashboard' }).first())
    await page.waitForURL('**/dashboards/new')
    await press(page.getByRole('textbox', { name: 'Name' }))
    await page.getByRole('textbox', { name: 'Name' }).fill('Shop')

    const dialog = await add('Number')
    await dialog.getByRole('combobox', { name: 'Metric' }).fill('orders')
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Orders of the day')
    await see(dialog, '120', true)
    await dialog.getByRole('button', { name: 'Add panel' }).click()
    await dialog.waitFor({ state: 'detached' })

    const second = await add('Text')
    await second.getByRole('textbox', { name: 'Text' }).fill('Ring **Ada**.')
    await second.getByRole('button', { name: 'Add panel' }).click()
    await second.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/\/dashboards\/\d+$/)
    await page.getByRole('heading', { name: 'Shop', level: 1 }).waitFor()
    await see(page.getByRole('region', { name: 'Orders of the day' }), '120', true)
    await page.locator('strong', { hasText: 'Ada' }).filter({ visible: true }).waitFor()
  })

  /** Opens the form of a new panel. */
  async function add(kind: string): Promise<Locator> {
    await press(page.getByRole('button', { name: 'Add panel' }).first())
    await page.getByRole('menuitem', { name: kind }).first().click()
    const dialog = page.getByRole('dialog', { name: `Add: ${kind}` })
    await dialog.waitFor()
    return dialog
  }

  test('say at the field what a panel lacks', async () => {
    await page.goto('/dashboards/new')
    const dialog = await add('Monitor')
    await dialog.getByRole('button', { name: 'Add panel' }).click()
    await see(dialog, 'Choose a monitor')
    await dialog.getByRole('combobox', { name: 'Monitor' }).click()
    await page.getByRole('option', { name: 'Open to all' }).click()
    await dialog.getByRole('button', { name: 'Add panel' }).click()
    await page.getByRole('region', { name: 'Open to all' }).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await see(page, 'Not saved')
  })

  test('have panels that are dragged, resized, and moved by keys, and stay so', async () => {
    const id = await make('Dragged', {
      panels: [
        { id: 'a', x: 0, y: 0, w: 6, h: 4, panel: words('First') },
        { id: 'b', x: 6, y: 0, w: 6, h: 4, panel: words('Second') },
      ],
    })
    await page.goto(`/dashboards/${id}/edit`)
    const grip = (name: string) => page.getByRole('button', { name: new RegExp(`^Move ${name}`) })
    const standsAt = (name: string, place: RegExp) =>
      until(async () => place.test((await grip(name).getAttribute('aria-label')) ?? ''))
    await grip('First').waitFor()

    const [from, to] = [await boxOf('First'), await boxOf('Second')]
    await drag([from.x + 60, from.y + 16], [to.x + 90, to.y + 16])
    await standsAt('First', /Column 7, row 1/)
    await standsAt('Second', /row 5/)

    const box = await settledBox('First')
    const corner = [box.x + box.width - 5, box.y + box.height - 5] as const
    await drag(corner, [corner[0] - box.width / 2, corner[1] + 80])
    await standsAt('First', /3 wide, 6 high/)

    await grip('Second').focus()
    await page.keyboard.press('Shift+ArrowLeft')
    await standsAt('Second', /5 wide/)
    await page.keyboard.press('ArrowLeft')
    await standsAt('Second', /Column 6,/)

    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(`**/dashboards/${id}`)
    expect(await placesOf(id)).toEqual(['a 6,0 3×6', 'b 5,6 5×4'])
  })

  const panelNamed = (name: string) =>
    page.locator('.react-grid-item', { has: page.getByRole('region', { name }) })

  async function boxOf(name: string) {
    const box = await panelNamed(name).boundingBox()
    if (!box) throw new Error(`${name} is not to be seen`)
    return box
  }

  /** Where a panel comes to rest: it glides there. */
  async function settledBox(name: string) {
    let box = await boxOf(name)
    await until(async () => {
      const last = JSON.stringify(box)
      await page.evaluate(() => new Promise(requestAnimationFrame))
      box = await boxOf(name)
      return JSON.stringify(box) === last && !(await isGliding(name))
    })
    return box
  }

  const isGliding = (name: string) =>
    panelNamed(name).evaluate(element => element.getAnimations().length > 0)

  async function drag(from: readonly [number, number], to: readonly [number, number]) {
    await page.mouse.move(...from)
    await page.mouse.down()
    await page.mouse.move(from[0] + 8, from[1] + 8, { steps: 2 })
    await page.mouse.move(...to, { steps: 6 })
    await page.mouse.up()
  }

  test('show all panels over one time, which is chosen or zoomed to', async () => {
    const lines = [{ metric: 'orders', by: 'country' }]
    const id = await make('Times', {
      range: '6h',
      panels: [
        { panel: { kind: 'metrics', title: 'By country', lines } },
        { panel: { kind: 'number', title: 'Sum', line: { metric: 'orders' } } },
      ],
    })
    await page.goto(`/dashboards/${id}`)
    await page
      .getByRole('link', { name: '6 h', exact: true })
      .and(page.locator('[aria-current]'))
      .waitFor()
    await see(page.getByRole('region', { name: 'Sum' }), '120', true)
    await page.getByRole('link', { name: '1 h', exact: true }).click()
    await page.waitForURL('**?range=1h')
    await until(async () => (await sum()) < 120)
    const ofAnHour = await sum()

    const over = page.getByRole('region', { name: 'By country' }).locator('.u-over')
    await over.waitFor()
    const box = await over.boundingBox()
    if (!box) throw new Error('there is no chart')
    const y = box.y + box.height / 2
    await drag([box.x + box.width * 0.25, y], [box.x + box.width * 0.75, y])
    await page.waitForURL(/from=\d+&to=\d+/)
    await until(async () => (await sum()) < ofAnHour)
  })

  /** What the panel says now. */
  const sum = async () =>
    Number(await page.getByRole('region', { name: 'Sum' }).getByText(/^\d+$/).first().textContent())

  test('come with what is seen first, and ask for the rest when it is scrolled to', async () => {
    const tall = (title: string) => {
      const panel = { kind: 'number', title, line: { metric: 'orders' } }
      return { w: 12, h: 14, panel }
    }
    const id = await make('Early', { range: '6h', panels: ['First', 'Second', 'Third'].map(tall) })
    const asked: unknown[] = []
    const note = (request: Request) => {
      if (request.url().endsWith('/api/charts/data')) asked.push(request.postDataJSON().panel.title)
    }
    page.on('request', note)
    await page.goto(`/dashboards/${id}`)
    for (const title of ['First', 'Second'])
      await see(page.getByRole('region', { name: title }), '120', true)
    expect(asked).toEqual([])

    await page.getByRole('region', { name: 'Third' }).scrollIntoViewIfNeeded()
    await see(page.getByRole('region', { name: 'Third' }), '120', true)
    expect(asked).toEqual(['Third'])
    page.off('request', note)
  })

  test('fill a screen on a wall, until Escape', async () => {
    const id = await make('Wall', { panels: [{ panel: words('Tall') }] })
    await page.goto(`/dashboards/${id}?wall=1&refresh=10s`)
    const frame = page.getByRole('region', { name: 'Tall' })
    await frame.waitFor()
    await until(async () => ((await frame.boundingBox())?.height ?? 0) > 700)
    await page.keyboard.press('Escape')
    await page.waitForURL(`**/dashboards/${id}?refresh=10s`)
    await page.getByRole('link', { name: 'Edit' }).waitFor()
  })

  test('are looked at by viewers, who see what they reach and change nothing', async () => {
    const id = await make('Mixed', {
      panels: [
        { panel: { kind: 'monitor', monitor: 'Only payments' } },
        { panel: { kind: 'monitor', monitor: 'Open to all' } },
        { panel: { kind: 'monitors', title: 'All states' } },
      ],
    })
    const viewer = await signedIn()
    await viewer.goto(`/dashboards/${id}`)
    await see(viewer.getByRole('region', { name: 'Only payments' }), 'Not available')
    await see(viewer.getByRole('region', { name: 'Open to all' }), 'No numbers in this time')
    const states = viewer.getByRole('region', { name: 'All states' })
    await see(states, 'Open to all')
    expect(await states.getByText('Only payments').count()).toBe(0)
    expect(await viewer.getByRole('link', { name: 'Edit' }).count()).toBe(0)
    await viewer.goto(`/dashboards/${id}/edit`)
    await see(viewer, 'You may not see this')
    await viewer.context().close()
  })

  test('of a group are not there for others', async () => {
    const id = await make('Secret', { groups: ['payments'] })
    const [viewer, member] = [await signedIn(), await signedIn(['payments'])]
    await viewer.goto(`/dashboards/${id}`)
    await see(viewer, 'There is nothing here')
    await member.goto(`/dashboards/${id}`)
    await member.getByRole('heading', { name: 'Secret' }).waitFor()
    await Promise.all([viewer.context().close(), member.context().close()])
  })

  async function signedIn(groups: string[] = []): Promise<Page> {
    const { session } = await makePerson({ role: 'viewer', groups })
    const page = await belfry.stranger()
    await page
      .context()
      .addCookies([{ name: 'belfry_session', value: session, url: belfry.url, httpOnly: true }])
    return page
  }

  test('that two edit at once tell whoever saves second', async () => {
    const id = await make('Together')
    await page.goto(`/dashboards/${id}/edit`)
    await press(page.getByRole('textbox', { name: 'Description' }))
    await page.getByRole('textbox', { name: 'Description' }).fill('mine')
    await updateDashboard(id, { description: 'theirs' }, bob)
    await page.getByRole('button', { name: 'Save' }).click()
    await see(page, 'Someone else has saved meanwhile')
    await page.getByRole('button', { name: 'Save mine as the newest version' }).click()
    await page.waitForURL(`**/dashboards/${id}`)
    expect((await findDashboard(everything, id))?.description).toBe('mine')
  })

  test('ask before changes are lost', async () => {
    const id = await make('Left')
    await page.goto(`/dashboards/${id}/edit`)
    await press(page.getByRole('textbox', { name: 'Name' }))
    await page.getByRole('textbox', { name: 'Name' }).fill('Left behind')
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
    await page.getByRole('button', { name: 'Leave' }).click()
    await page.waitForURL(`**/dashboards/${id}`)
  })

  test('keep their versions, which are compared and brought back', async () => {
    const id = await make('Kept', { panels: [{ panel: words('Before') }] })
    await updateDashboard(id, { panels: [{ panel: words('After') }] }, bob)
    await page.goto(`/dashboards/${id}/versions`)
    await page.getByRole('link', { name: 'Version 1' }).click()
    await page.waitForURL('**?version=1')
    await press(page.getByRole('button', { name: 'Restore' }))
    const dialog = page.getByRole('dialog', { name: /Restore version 1/ })
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await page.waitForURL(`**/dashboards/${id}`)
    await page.getByRole('region', { name: 'Before' }).waitFor()
  })

  test('come from YAML, which says where it is wrong', async () => {
    await page.goto('/dashboards')
    await press(page.getByRole('button', { name: 'Import' }))
    const dialog = page.getByRole('dialog', { name: 'Import dashboards' })
    const text = dialog.getByRole('textbox', { name: 'YAML' })
    await text.fill('dashboards:\n  Imported:\n    panels:\n      - panel: { kind: pie }')
    await dialog.getByRole('button', { name: 'Import' }).click()
    await see(dialog, /line 4, .*panel\.kind/)
    await text.fill(
      'dashboards:\n  Imported:\n    panels:\n      - panel: { kind: text, text: Hello you }',
    )
    await dialog.getByRole('button', { name: 'Import' }).click()
    await page.getByRole('heading', { name: 'Imported' }).waitFor()
    await see(page, 'Hello you')

    await press(page.getByRole('button', { name: 'More actions' }))
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as YAML' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.ya?ml$/)
  })

  test('get the chart of a monitor from its own page', async () => {
    const id = await make('Collected')
    await page.goto('/monitors')
    await page.getByRole('link', { name: 'Open to all' }).first().click()
    await page.waitForURL('**/monitors/*')
    await press(page.getByRole('button', { name: 'More about Open to all' }))
    await page.getByRole('menuitem', { name: 'Add to dashboard' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add to a dashboard' })
    await dialog.getByRole('combobox', { name: 'Dashboard' }).click()
    await page.getByRole('option', { name: 'Collected' }).click()
    await dialog.getByRole('button', { name: 'Add' }).click()
    await press(page.getByRole('link', { name: 'Open the dashboard' }))
    await page.waitForURL(`**/dashboards/${id}`)
    await page.getByRole('region', { name: 'Open to all' }).waitFor()
  })

  test('are copied and deleted', async () => {
    const id = await make('Twin')
    await page.goto(`/dashboards/${id}`)
    await press(page.getByRole('button', { name: 'More actions' }))
    await page.getByRole('menuitem', { name: 'Copy' }).click()
    await page.waitForURL(
      url => /\/dashboards\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${id}`),
    )
    await page.getByRole('heading', { name: /^Twin .+/ }).waitFor()
    await press(page.getByRole('button', { name: 'More actions' }))
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete dashboard' }).click()
    await page.waitForURL('**/dashboards')
    await page.getByRole('link', { name: 'Twin', exact: true }).waitFor()
  })

  test('fit a phone, one panel below the other', async () => {
    const panels = ['Left', 'Right'].map((text, i) => ({
      ...{ x: i * 6, y: 0, w: 6, h: 4, panel: words(text) },
    }))
    const id = await make('Pocket', { panels })
    for (const path of ['', `/${id}`, `/${id}/edit`, `/${id}/versions?version=1`])
      await fitsPhone(belfry, `/dashboards${path}`)
  })

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})
