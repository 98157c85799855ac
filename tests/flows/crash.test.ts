import { afterAll, beforeAll, expect, test } from 'vitest'
import { alive, withCommand } from '#tests/flows/processes.ts'
import { freePort, isHealthy, newFolder, type Product, startProduct } from '#tests/flows/product.ts'
import { until } from '#tests/until.ts'

const STOP_LIMIT_MS = 10_000
const monitor = { name: 'Kept', script: 'return 1', schedule: '0 0 1 1 *' }

let data: string
let port: number
let product: Product & { link: string }
beforeAll(async () => {
  data = newFolder()
  port = await freePort()
  product = await startProduct({ data, port })
  expect(await product.api('/monitors', 'POST', monitor)).toMatchObject({ status: 201 })
}, 300_000)
afterAll(() => product?.stop())

const isKept = async () => {
  const { status, body } = await product.api('/monitors?q=Kept')
  return status === 200 && body.items.some((item: { name: string }) => item.name === 'Kept')
}
test.each([
  ['the engine', 'main.ts engine'],
  ['the web role', 'main.ts web'],
  ['the intake', 'main.ts intake'],
  ['the database', 'postgres -D'],
])('killing %s brings it back by itself, with everything in it', async (_, command) => {
  const [victim] = withCommand(command, product.family())
  expect(victim).toBeDefined()
  process.kill(victim?.pid ?? 0, 'SIGKILL')

  await until(() => withCommand(command, product.family()).some(({ pid }) => pid !== victim?.pid))
  await until(() => isHealthy(product))
  // Healthy may be said a moment before the last broken connection is noticed.
  await until(isKept)
})

test('killing everything at once loses nothing', async () => {
  for (const { pid } of product.family()) process.kill(pid, 'SIGKILL')
  await product.exited

  product = await startProduct({ data, port })
  expect(await isKept()).toBe(true)
})

test('killing the supervisor alone ends its roles, and the next start takes over', async () => {
  const members = product.family()
  for (const { pid } of withCommand('supervisor.ts', members)) process.kill(pid, 'SIGKILL')

  product = await startProduct({ data, port })
  expect(await isKept()).toBe(true)
  await until(() => withCommand('main.ts', alive(members)).length === 0)
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops everything within 10 s', async signal => {
  const members = product.family()
  const started = performance.now()
  product.process.kill(signal)
  await product.exited
  await until(() => alive(members).length === 0)
  expect(performance.now() - started).toBeLessThan(STOP_LIMIT_MS)

  product = await startProduct({ data, port })
  expect(await isKept()).toBe(true)
})
