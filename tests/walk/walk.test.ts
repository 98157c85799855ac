import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RIGHTS } from '#lib/access/rights.ts'
import { makeBelfry, type WalkedBelfry } from '#tests/walk/belfry.ts'
import type { Caller } from '#tests/walk/callers.ts'
import {
  isRefusedAction,
  outcomeOfAction,
  outcomeOfPage,
  outcomeOfRoute,
} from '#tests/walk/outcomes.ts'
import { expected, type Outcome, type Row, rowsOf, table } from '#tests/walk/table.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

let belfry: WalkedBelfry
beforeAll(async () => {
  belfry = await makeBelfry()
})
afterAll(() => belfry?.close())

/** What became of it for each caller, beside what the table says; equal when all is well. */
async function walk(row: Row, ask: (caller: Caller) => Promise<Outcome>) {
  const entries = belfry.callers.map(async caller => [caller.name, await ask(caller)] as const)
  const wanted = belfry.callers.map(({ name, grant }) => [name, expected(row, grant)])
  expect(Object.fromEntries(await Promise.all(entries))).toEqual(Object.fromEntries(wanted))
}

describe('the table', () => {
  test('names each right with the role that it has in the code', () => {
    for (const { right, role } of table)
      if (right !== 'open' && right !== 'signed-in')
        expect([right, RIGHTS[right]]).toEqual([right, role])
  })

  test('has every page of the build, and no other', () => {
    expect(
      rowsOf('PAGE')
        .map(row => row.what)
        .sort(),
    ).toEqual(belfry.built.pages.sort())
  })

  test('has every action of the build, and no other', () => {
    const built = belfry.built.actions.map(({ what }) => what)
    expect(
      rowsOf('ACTION')
        .map(row => row.what)
        .sort(),
    ).toEqual([...new Set(built)].sort())
  })

  test('has every path of the API of the build, and no other', () => {
    const named = new Set(rowsOf(...METHODS).map(row => row.what))
    expect([...named].sort()).toEqual(belfry.built.routes.sort())
  })
})

/** The rows of these kinds, each with the title of its test. */
const titled = (...kinds: string[]) =>
  rowsOf(...kinds)
    .filter(({ right }) => right !== 'open')
    .map(row => [`${row.kind} ${row.what}: ${row.right}`, row] as const)

describe('a route lets in whom the table names', () => {
  test.each(titled(...METHODS))('%s', async (_, row) => {
    const methods = row.kind === 'GET' ? ['GET', 'HEAD'] : [row.kind]
    for (const method of methods)
      await walk(row, async caller =>
        outcomeOfRoute(await belfry.askRoute(method, row.what, caller)),
      )
  })

  test('and by no other method anybody', async () => {
    const named = new Set(rowsOf(...METHODS).map(({ kind, what }) => `${kind} ${what}`))
    for (const path of belfry.built.routes)
      for (const method of METHODS.filter(method => !named.has(`${method} ${path}`)))
        for (const caller of belfry.few) {
          const { status } = await belfry.askRoute(method, path, caller)
          const refused = caller.grant ? [405] : [401, 403, 302, 303, 405]
          expect(refused, `${method} ${path} for ${caller.name}`).toContain(status)
        }
  })
})

describe('a page shows itself to whom the table names', () => {
  test.each(titled('PAGE'))('%s', async (_, row) => {
    await walk(row, async caller => outcomeOfPage(await belfry.askPage(row.what, caller)))
    // As the browser asks for it while somebody goes from page to page: the layouts are not asked again.
    await walk(row, async caller => outcomeOfPage(await belfry.askPart(row.what, caller)))
  })
})

describe('an action does it for whom the table names', () => {
  test.each(titled('ACTION'))('%s', async (_, row) => {
    const action = belfry.built.actions.find(({ what }) => what === row.what)
    if (!action) return expect.unreachable('the build has no such action')

    await walk(row, async caller => outcomeOfAction(await belfry.askAction(action, caller)))
    const admin = belfry.callers.find(({ grant }) => grant?.role === 'admin') as Caller
    for (const origin of ['https://evil.example', 'null', ''])
      expect(isRefusedAction(await belfry.askAction(action, { ...admin, origin }))).toBe(true)
  })
})

test('what is open answers anybody, and refuses nobody for who they are', async () => {
  for (const { kind, what } of table.filter(({ right }) => right === 'open'))
    for (const caller of belfry.callers.filter(({ grant }) => grant === null)) {
      const method = kind === 'PAGE' ? 'GET' : kind
      expect(outcomeOfRoute(await belfry.askRoute(method, what, caller))).toBe('in')
    }
})
