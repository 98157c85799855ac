import { randomInt } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { fakeCentre, type Manner } from '#tests/lib/relay/centre.ts'
import { type Child, relayChild } from '#tests/lib/relay/children.ts'
import { sendAll } from '#tests/lib/relay/senders.ts'
import { KEY, newFolder, numbersIn } from '#tests/lib/relay/world.ts'
import { until } from '#tests/until.ts'

/** Longer: BELFRY_KILLS=200 npx vitest run tests/lib/relay/kill-centres.test.ts */
const KILLS = Number(process.env.BELFRY_KILLS ?? 0)
const ROUNDS = KILLS || 2
const MANNERS: readonly Manner[] = ['takes', 'takes and cuts', 'cuts', { later: 'unavailable' }]

const children: Child[] = []
afterAll(() => Promise.all(children.map(child => child.kill())))

type Centre = Awaited<ReturnType<typeof fakeCentre>>
const isOfRelay = (key: string) => key.startsWith('relay:')
const numbersAt = ({ units }: Centre) => numbersIn(units())

test('a relay that is killed while two centres come and go counts nothing at both, and loses nothing', {
  timeout: 300_000 + KILLS * 20_000,
}, async () => {
  const centres = [await fakeCentre(), await fakeCentre()] as const
  const near = { host: centres[0].host, port: 18_890 }
  const relay = relayChild(near, [
    ...centres.flatMap(({ url }) => ['--url', url]),
    ...['--key', KEY, '--spool', newFolder(), '--status', '0'],
  ])
  children.push(relay)
  relay.start()
  const stop = new AbortController()
  const sending = sendAll(`http://${near.host}:${near.port}`, KEY, stop.signal)

  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, centre] of centres.entries()) {
      // One of them always answers, so that the other one's batches are set aside.
      const isMeant = (round + i) % 2 === 0
      centre.manner = isMeant ? (MANNERS[randomInt(MANNERS.length)] ?? 'takes') : 'takes'
    }
    const before = centres.map(({ taken }) => taken.size)
    await until(() => centres.some(({ taken }, i) => taken.size > (before[i] ?? 0)))
    await relay.kill()
    relay.start()
  }
  stop.abort()
  const { answered } = await sending
  for (const centre of centres) centre.manner = 'takes'
  await until(async () => {
    const port = relay.said(/Status on http:\/\/127\.0\.0\.1:(\d+)\//)?.[1]
    const status = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null)
    const [project] = (await status?.json())?.projects ?? []
    return project?.waiting === 0 && Object.keys(project.inDoubt).length === 0
  })

  const numbers = centres.flatMap(numbersAt)
  expect(new Set(numbers).size).toBe(numbers.length)
  const taken = new Set(numbers)
  expect([...answered].filter(n => !taken.has(n))).toEqual([])
  // A sender that repeats what the killed relay could not answer may reach the other centre (docs/relay.md).
  const keys = centres.flatMap(({ taken }) => [...taken.keys()].filter(isOfRelay))
  expect(new Set(keys).size).toBe(keys.length)
  if (KILLS > 0)
    console.log(
      `${KILLS} kills:`,
      answered.size,
      'acknowledged;',
      centres.map(numbersAt).map(({ length }) => length),
    )
})
