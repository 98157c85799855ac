import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plant } from '#tests/browser/hostile-nouns.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'

/** Each breaks out of something else: of text, an attribute, a script or a text field, an address, markdown. */
const texts = [
  '<script>alert(1)</script>',
  `'"><img src=x onerror=alert(1)>`,
  '</title></textarea></script><svg onload=alert(1)>',
  'javascript:alert(1)//http://x',
  '[click](javascript:alert(1)) ![x](http://127.0.0.1:9/x.png) <b>loud</b>',
]

/** Pages without a parameter, as `/settings/projects`; patterns of all of them, as `/monitors/*`. */
const patterns = globSync('app/**/page.tsx', { cwd: join(import.meta.dirname, '../..') }).map(
  file =>
    `/${file
      .split('/')
      .slice(1, -1)
      .filter(part => !part.startsWith('('))
      .join('/')}`,
)
const plain = patterns.filter(pattern => !pattern.includes('['))

describe.skipIf(noBrowser)('hostile texts', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  let own: string[]
  /** what ran, was refused by the policy, or was fetched from elsewhere */
  const happened: string[] = []

  beforeAll(async () => {
    belfry = await openBelfry()
    own = []
    for (const [i, text] of texts.entries())
      own.push(...(await plant(belfry.database, text, `hostile-${i}`)))
    page = await belfry.person()
    await listen(page, belfry.url, happened)
  })
  afterAll(() => belfry.close())

  async function visit(path: string) {
    await page.goto(path)
    await page.waitForFunction(isAlive)
    const made = await page.locator(MADE).evaluateAll(found => found.map(one => one.outerHTML))
    happened.push(...made.map(element => `${path}: ${element.slice(0, 200)}`))
  }

  test('they are where pages show them', async () => {
    await visit('/monitors')
    for (const text of texts) await see(page, text.slice(0, 100))
  })

  test('every page is visited by these tests', () => {
    const unseen = patterns.filter(pattern => {
      const form = new RegExp(`^${pattern.replace(/\[\w+\]/g, '[^/?]+')}(\\?|$)`)
      return ![...own, ...plain].some(path => form.test(path))
    })
    expect(unseen).toEqual([])
  })

  test.each([...texts.entries()])('pages of things called %i: %j run nothing of it', async i => {
    const each = own.length / texts.length
    for (const path of own.slice(i * each, (i + 1) * each)) await visit(path)
    expect(happened.splice(0)).toEqual([])
  })

  test('lists of them run nothing of it', async () => {
    for (const path of plain.filter(path => path !== '/sign-in')) await visit(path)
    expect(happened.splice(0)).toEqual([])
  })

  test.each(texts)('an address that holds %j runs nothing of it', async text => {
    const names = [
      'q',
      'tag',
      'state',
      'host',
      'program',
      'project',
      'tab',
      'range',
      'sort',
      'cursor',
    ]
    const query = new URLSearchParams([...names, 'to', 'error', 'link'].map(name => [name, text]))
    for (const path of [
      '/monitors',
      '/errors',
      '/errors/live',
      '/events',
      '/events/live',
      '/deliveries',
      '/deliveries/posts',
      '/sign-in',
    ])
      await visit(`${path}?${query}`)
    expect(happened.splice(0)).toEqual([])
  })
})

/** Elements that only a text could have made. */
const MADE =
  'img[src="x"], svg[onload], b:text-is("loud"), [onerror], a[href^="javascript:" i], img[src*="127.0.0.1:9"]'

/** React has taken over what the server drew, so that nothing of it is still to come. */
const isAlive = () =>
  Object.keys(document.querySelector('main, form') ?? {}).some(key => key.startsWith('__react'))

async function listen(page: Page, url: string, happened: string[]) {
  await page.exposeFunction('tellTest', (what: string) => void happened.push(what))
  await page.addInitScript(() => {
    const { tellTest } = window as unknown as { tellTest(what: string): void }
    window.alert = text => tellTest(`${location.href}: alert(${text})`)
    document.addEventListener('securitypolicyviolation', event =>
      tellTest(`${location.href}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    )
  })
  page.on('request', request => {
    const asked = new URL(request.url())
    if (/^https?:$/.test(asked.protocol) && asked.origin !== url)
      happened.push(`${page.url()}: asked ${asked.href}`)
  })
}
