import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { type Child, centreChild, relayChild } from '#tests/lib/relay/children.ts'
import { sendAll } from '#tests/lib/relay/senders.ts'
import { storedIn } from '#tests/lib/relay/stored.ts'
import { KEY, newFolder } from '#tests/lib/relay/world.ts'
import { ownHost } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

/** Longer, and at random: BELFRY_KILLS=200 npx vitest run tests/lib/relay/kill.test.ts */
const KILLS = Number(process.env.BELFRY_KILLS ?? 0)
const VICTIMS = ['relay', 'centre', 'both'] as const
const ROUNDS =
  KILLS > 0
    ? Array.from({ length: KILLS }, () => VICTIMS[randomInt(3)] ?? 'both')
    : (['relay', 'centre', 'both', 'relay'] as const)

/** A host of its own, so that nobody takes the ports of those that were killed. */
const place = (port: number) => ({ host, port, url: `http://${host}:${port}` })
const host = ownHost()
const children: Child[] = []
let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await createProject({ name: 'shop' }, byAda, [{ publicKey: KEY, privateKey: 'private-key' }])
})
afterAll(async () => {
  await Promise.all(children.map(child => child.kill()))
  await database.close()
})

test('killed at any moment, neither side loses what the relay has acknowledged, nor counts anything twice', {
  timeout: 300_000 + KILLS * 20_000,
}, async () => {
  const [near, far] = [place(18_890), place(18_891)]
  const options = ['--url', far.url, '--key', KEY, '--spool', newFolder(), '--status', '0']
  const victims = { relay: relayChild(near, options), centre: centreChild(far, database.url) }
  children.push(victims.relay, victims.centre)
  for (const child of children) child.start()
  const stop = new AbortController()
  const sending = sendAll(near.url, KEY, stop.signal)

  for (const round of ROUNDS) {
    // In full run: both are there, and something has come through since the last time.
    const before = (await storedIn(database.pool)).errors
    await until(async () => (await storedIn(database.pool)).errors > before)
    const killed = children.filter(child => round === 'both' || child === victims[round])
    await Promise.all(killed.map(child => child.kill()))
    for (const child of killed) child.start()
  }
  stop.abort()
  const sent = await sending
  const status = async () => {
    const port = victims.relay.said(/Status on http:\/\/127\.0\.0\.1:(\d+)\//)?.[1]
    return (await fetch(`http://127.0.0.1:${port}/status`).catch(() => null))?.json()
  }
  await until(async () => (await status())?.projects[0].waiting === 0)

  const stored = await storedIn(database.pool)
  const numbers = new Set(stored.numbers)
  expect([...sent.answered].filter(n => !numbers.has(n))).toEqual([])
  expect(stored.numbers).toHaveLength(numbers.size)
  expect({ errors: stored.errors, hits: stored.hits }).toEqual({
    errors: sent.errors,
    hits: sent.hits,
  })
  if (KILLS > 0)
    console.log(`${KILLS} kills`, { ...sent, answered: sent.answered.size }, numbers.size)
})
