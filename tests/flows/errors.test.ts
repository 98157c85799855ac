import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, type Product, startProduct } from '#tests/flows/product.ts'
import { until } from '#tests/until.ts'

let product: Product
let intake: string
beforeAll(async () => {
  const port = await freePort()
  intake = `http://127.0.0.1:${port}`
  product = await startProduct({ env: { BELFRY_INTAKE_HTTP: String(port) } })
}, 300_000)
afterAll(() => product?.stop())

async function send(body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${intake}/errors`, {
    ...{ method: 'POST', body: JSON.stringify(body), headers },
  })
  return { status: answer.status, body: await answer.json() }
}

const errors = async (query = '') => (await product.api(`/errors${query}`)).body.items

test('an error that was sent is there when the answer comes, grouped with its like', async () => {
  const failed = (id: number) => ({
    message: `payment ${id} failed`,
    host: 'web-1',
    release: '1.0',
  })
  expect(await send([failed(1), failed(22), { message: 'disk full' }])).toMatchObject({
    status: 200,
    body: { accepted: 3 },
  })
  expect(await errors()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ template: 'payment <*> failed', count: 2, state: 'open' }),
      expect.objectContaining({ template: 'disk full', count: 1, project: 'default' }),
    ]),
  )
})

test('a project of one’s own is sent to by its key', async () => {
  const made = await product.api('/projects', 'POST', { name: 'shop' })
  expect(made.status).toBe(201)
  const [key] = made.body.keys
  const headers = { authorization: `Bearer ${key.publicKey}` }
  await until(async () => (await send({ message: 'cart is empty' }, headers)).status === 200)
  expect(await errors('?project=shop')).toMatchObject([
    { template: 'cart is empty', count: 1, project: 'shop' },
  ])
})

test('a role that dies is an error of Belfry itself', async () => {
  const [victim] = product.family().filter(({ command }) => command.includes('main.ts engine'))
  process.kill(victim?.pid ?? 0, 'SIGKILL')
  await until(async () => (await errors('?project=belfry'))?.length > 0)
  expect(await errors('?project=belfry')).toMatchObject([
    { template: 'The role engine ended (SIGKILL) and was started again' },
  ])
})
