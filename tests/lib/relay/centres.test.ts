import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeCentre } from '#tests/lib/relay/centre.ts'
import { configOf, newFolder, numbersIn, startRelay } from '#tests/lib/relay/world.ts'
import { certificate } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

type Relay = Awaited<ReturnType<typeof startRelay>>

/** Sends events with these numbers, each in a request of its own. */
async function send(relay: Relay, ...numbers: number[]) {
  for (const n of numbers) {
    const response = await relay.post('/events', { type: 'work', n })
    expect(response.status).toBe(200)
  }
}

const isSent = (relay: Relay) => until(() => relay.project().waiting === 0)

test('what came while the centre was away is sent when it is there, in its order', async () => {
  const away = await fakeCentre()
  await away.stop()
  const relay = await startRelay({ config: configOf([away.url]), folder: newFolder() })
  await send(relay, 1, 2, 3)
  await until(() => relay.status().centres[0]?.isUp === false)
  expect(relay.project()).toMatchObject({ waiting: 3, problem: expect.stringContaining('REFUSED') })

  const centre = await fakeCentre(away)
  await isSent(relay)
  expect(numbersIn(centre.units())).toEqual([1, 2, 3])
  expect(relay.project()).toMatchObject({ waiting: 0, kept: 3, problem: null })
})

test('an answer that was lost is asked for again, with the same keys', async () => {
  const centre = await fakeCentre()
  centre.manner = 'takes and cuts'
  const relay = await startRelay({ config: configOf([centre.url]), folder: newFolder() })
  await send(relay, 1)
  await until(() => centre.asked.length >= 2)
  expect(new Set(centre.asked.flat()).size).toBe(1)
  centre.manner = 'takes'
  await isSent(relay)
  expect(numbersIn(centre.units())).toEqual([1])
})

test('the next process sends what the last one had kept, and what was not answered under the same keys', async () => {
  const folder = newFolder()
  const centre = await fakeCentre()
  centre.manner = 'takes and cuts'
  const config = configOf([centre.url])
  const first = await startRelay({ config, folder })
  await send(first, 1, 2)
  await until(() => centre.asked.length > 0)
  await first.close()

  centre.manner = 'takes'
  const second = await startRelay({ config, folder })
  await isSent(second)
  expect(numbersIn(centre.units()).sort()).toEqual([1, 2])
})

test('the second centre gets what the first one cannot be asked to take, until the first is there again', async () => {
  const first = await fakeCentre()
  const second = await fakeCentre()
  await first.stop()
  const config = configOf([first.url, second.url])
  const relay = await startRelay({ config, folder: newFolder() })
  await send(relay, 1)
  await isSent(relay)
  expect(numbersIn(second.units())).toEqual([1])

  const back = await fakeCentre(first)
  let n = 1
  await until(async () => {
    await send(relay, ++n)
    await isSent(relay)
    return back.taken.size > 0
  })
  const all = [...numbersIn(second.units()), ...numbersIn(back.units())]
  expect(all).toEqual(Array.from({ length: n }, (_, i) => i + 1))
})

test('a centre whose database is away is as good as none', async () => {
  const first = await fakeCentre()
  const second = await fakeCentre()
  first.manner = { later: 'unavailable' }
  const config = configOf([first.url, second.url])
  const relay = await startRelay({ config, folder: newFolder() })
  await send(relay, 1)
  await isSent(relay)
  expect(numbersIn(second.units())).toEqual([1])
})

test('what a centre may have taken goes to no other; what came later does', async () => {
  const folder = newFolder()
  const first = await fakeCentre()
  const second = await fakeCentre()
  const config = configOf([first.url, second.url])
  first.manner = 'takes and cuts'
  const relay = await startRelay({ config, folder })
  await send(relay, 1)
  await until(() => first.asked.length > 0)
  await first.stop()
  await send(relay, 2)
  await isSent(relay)
  expect(numbersIn(second.units())).toEqual([2])
  expect(relay.project().inDoubt).toEqual({ [first.url]: 1 })
  await relay.close()

  // The next process knows it, too.
  const again = await startRelay({ config, folder })
  await send(again, 3)
  await isSent(again)
  expect(again.project().inDoubt).toEqual({ [first.url]: 1 })
  const back = await fakeCentre(first)
  await until(() => Object.keys(again.project().inDoubt).length === 0)
  expect(numbersIn(back.units())).toContain(1)
  expect(numbersIn(second.units())).not.toContain(1)
  expect(readdirSync(join(folder, 'shop/doubts'))).toEqual([])
})

test('a batch that was being sent when the relay ended goes to the same centre, though another stands first now', async () => {
  const folder = newFolder()
  const first = await fakeCentre()
  const second = await fakeCentre()
  first.manner = 'takes and cuts'
  const relay = await startRelay({
    ...{ config: configOf([first.url, second.url]), folder, patienceMs: 600_000 },
  })
  await send(relay, 1)
  await until(() => first.asked.length > 0)
  await relay.close()

  first.manner = 'takes'
  const turned = await startRelay({ config: configOf([second.url, first.url]), folder })
  await isSent(turned)
  expect(numbersIn(first.units())).toEqual([1])
  expect(second.taken.size).toBe(0)
})

test('what a centre may have that is given up goes to the others', async () => {
  const folder = newFolder()
  const first = await fakeCentre()
  const second = await fakeCentre()
  first.manner = 'cuts'
  const relay = await startRelay({ config: configOf([first.url, second.url]), folder })
  await send(relay, 1)
  await until(() => Object.keys(relay.project().inDoubt).length > 0)
  await relay.close()
  await first.stop()

  const given = await startRelay({ config: configOf([second.url]), folder, given: [first.url] })
  await isSent(given)
  expect(numbersIn(second.units())).toEqual([1])
  expect(given.project().inDoubt).toEqual({})
})

test('what may be at a centre that is not named any more waits for it, and the rest does not', async () => {
  const folder = newFolder()
  const first = await fakeCentre()
  const second = await fakeCentre()
  first.manner = 'takes and cuts'
  const relay = await startRelay({
    ...{ config: configOf([first.url, second.url]), folder, patienceMs: 600_000 },
  })
  await send(relay, 1)
  await until(() => first.asked.length > 0)
  await relay.close()

  const alone = await startRelay({ config: configOf([second.url]), folder })
  await send(alone, 2)
  await isSent(alone)
  expect(numbersIn(second.units())).toEqual([2])
  expect(alone.project().inDoubt).toEqual({ [first.url]: 1 })
})

test('the only centre may be called something else', async () => {
  const folder = newFolder()
  const centre = await fakeCentre()
  centre.manner = 'takes and cuts'
  const relay = await startRelay({ config: configOf([centre.url]), folder })
  await send(relay, 1)
  await until(() => centre.asked.length > 0)
  await relay.close()

  centre.manner = 'takes'
  const other = { name: 'main', addresses: [centre.url] }
  const again = await startRelay({ config: configOf([other]), folder })
  await isSent(again)
  expect(numbersIn(centre.units())).toEqual([1])
})

test('a centre with several addresses is one: what was not answered by one is asked for at the next', async () => {
  const centre = await fakeCentre()
  const gone = await fakeCentre()
  await gone.stop()
  const config = configOf([{ name: 'main', addresses: [gone.url, centre.url] }])
  const relay = await startRelay({ config, folder: newFolder() })
  await send(relay, 1)
  await isSent(relay)
  expect(numbersIn(centre.units())).toEqual([1])
})

test.each([401, 403, 404, 302])(
  'a centre that answers %i gets it again, and nobody else does',
  async status => {
    const first = await fakeCentre()
    const second = await fakeCentre()
    first.manner = { status }
    const config = configOf([first.url, second.url])
    const relay = await startRelay({ config, folder: newFolder() })
    await send(relay, 1)
    await until(() => relay.project().problem)
    expect(relay.project()).toMatchObject({
      waiting: 1,
      problem: expect.stringContaining(`${status}`),
    })
    expect(second.asked).toEqual([])
  },
)

test('a unit that a centre cannot read costs no other', async () => {
  const centre = await fakeCentre()
  centre.manner = units => (numbersIn(units).includes(2) ? { status: 400 } : 'takes')
  const away = await fakeCentre()
  await away.stop()
  const folder = newFolder()
  const relay = await startRelay({ config: configOf([away.url]), folder })
  await send(relay, 1, 2, 3, 4)
  await relay.close()

  const again = await startRelay({ config: configOf([centre.url]), folder })
  await isSent(again)
  expect(numbersIn(centre.units()).sort()).toEqual([1, 3, 4])
  expect(again.project().sent).toEqual({ refused: 1, accepted: 3 })
})

test('what is more than a project may send at once is sent later', async () => {
  const centre = await fakeCentre()
  centre.manner = { later: 'too_many' }
  const relay = await startRelay({ config: configOf([centre.url]), folder: newFolder() })
  await send(relay, 1)
  await until(() => centre.asked.length >= 3)
  expect(relay.project()).toMatchObject({ waiting: 1, problem: 'as it was told' })
  centre.manner = 'takes'
  await isSent(relay)
  expect(numbersIn(centre.units())).toEqual([1])
})

test('a centre with another clock takes what is sent, and the difference is told', async () => {
  const centre = await fakeCentre()
  centre.now = () => Date.now() - 3_600_000
  const relay = await startRelay({ config: configOf([centre.url]), folder: newFolder() })
  await send(relay, 1)
  await isSent(relay)
  expect(numbersIn(centre.units())).toEqual([1])
  expect(relay.status().centres[0]?.clockLead).toBeCloseTo(-3_600, -1)
})

test('a centre with a certificate of one’s own is believed when that is named, and sent nothing otherwise', async () => {
  const centre = await fakeCentre({ tls: true, host: '127.0.0.1' })
  const folder = newFolder()
  const config = configOf([`https://localhost:${centre.port}`])
  const relay = await startRelay({ config, folder })
  await send(relay, 1)
  await until(() => relay.project().problem?.includes('self-signed'))
  await relay.close()
  expect(centre.asked).toEqual([])

  const tlsCa = join(folder, 'ca.pem')
  writeFileSync(tlsCa, certificate)
  const trusting = await startRelay({ config: { ...config, tlsCa }, folder })
  await isSent(trusting)
  expect(numbersIn(centre.units())).toEqual([1])
})

test('a certificate that cannot be read is said at the start', async () => {
  const config = { ...configOf(['https://localhost:1']), tlsCa: '/nowhere/ca.pem' }
  const starting = startRelay({ config, folder: newFolder() })
  await expect(starting).rejects.toThrow('The certificate /nowhere/ca.pem cannot be read')
})
