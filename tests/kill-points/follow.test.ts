import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openHttp } from '#lib/intake/http/open.ts'
import { newFolder } from '#tests/flows/product.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openWorld>>
let http: Awaited<ReturnType<typeof openHttp>>
beforeAll(async () => {
  world = await openWorld()
  http = await openHttp(world.context)
})
afterAll(async () => {
  await http?.close()
  await world?.close()
})

const PENDING = { door: 'disk', says: 'rename', nth: 1 } as const
const SEND = { door: 'network', says: 'POST /errors' } as const
const SENT = { door: 'disk', says: 'rename', nth: 2 } as const
/** What it brings about with each line: what is to be sent, the request, that it was taken. */
test.each<[string, Point]>([
  ['before it is noted what is sent', { moment: 'before', ...PENDING }],
  ['after it is noted what is sent', { moment: 'after', ...PENDING }],
  ['before it is sent', { moment: 'before', ...SEND }],
  ['after the intake has answered', { moment: 'after', ...SEND }],
  ['before it is noted how far it is', { moment: 'before', ...SENT }],
  ['after it is noted how far it is', { moment: 'after', ...SENT }],
])('who follows a file is killed %s: each line is counted, once', async (when, point) => {
  const folder = newFolder()
  const [file, state] = [join(folder, 'app.log'), join(folder, 'state.json')]
  writeFileSync(file, 'from before\n')
  const follower = victim({
    module: 'tests/kill-points/follow-process.ts',
    args: [
      file,
      '--state',
      state,
      '--url',
      `http://127.0.0.1:${http?.info?.().http?.port}`,
      '--key',
      world.publicKey,
    ],
    env: {},
  })
  onTestFinished(follower.kill)
  await follower.start()
  await until(() => existsSync(state) && readFileSync(state, 'utf8').includes(file))

  await follower.aim(point)
  appendFileSync(file, `${when}: the first\n`)
  await follower.killed()
  appendFileSync(file, `${when}: the second\n`)
  await follower.start()
  const messages = async () =>
    (await world.events()).map(({ message }) => message).filter(text => text.startsWith(when))
  await until(async () => (await messages()).includes(`${when}: the second`))
  expect((await messages()).toSorted()).toEqual([`${when}: the first`, `${when}: the second`])
  expect((await world.signatures()).reduce((sum, { count }) => sum + count, 0)).toBe(
    (await world.events()).length,
  )
})
