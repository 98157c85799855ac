import { createSocket } from 'node:dgram'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeCentre } from '#tests/lib/relay/centre.ts'
import { configOf, envOf, newFolder, startRelay } from '#tests/lib/relay/world.ts'
import { until } from '#tests/until.ts'

const MIB = 1024 * 1024
const TEXT = 'x'.repeat(16_000)

const errors = (n: number) =>
  Array.from({ length: 10 }, (_, i) => ({ message: `${n} ${i} ${TEXT}` }))

const bytesIn = (folder: string) =>
  readdirSync(folder)
    .filter(name => name.endsWith('.units'))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)

test('a full spool refuses what comes, keeps what it has acknowledged, and takes more once that is sent', async () => {
  const away = await fakeCentre()
  await away.stop()
  const folder = newFolder()
  const config = configOf([away.url], { spool: { bytes: MIB } })
  const relay = await startRelay({ config, folder, env: envOf({ BELFRY_INTAKE_STATSD: '0' }) })
  let acknowledged = 0
  const refused = await until(async () => {
    const response = await relay.post('/errors', errors(acknowledged))
    if (response.ok) acknowledged += 10
    return response.ok ? undefined : response
  })
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await refused.json()).error.message).toBe(
    'The relay cannot keep this: the spool holds its 1048576 bytes. Nothing of it was taken.',
  )
  expect(bytesIn(join(folder, 'shop'))).toBeLessThanOrEqual(MIB)
  expect(relay.project()).toMatchObject({
    ...{ waiting: acknowledged, kept: acknowledged, dropped: { overloaded: 10 } },
    problem: 'the spool holds its 1048576 bytes',
  })

  const centre = await fakeCentre(away)
  await until(() => relay.project().waiting === 0)
  const items = centre.units().reduce((sum, unit) => sum + (unit.errors?.length ?? 0), 0)
  expect(items).toBe(acknowledged)
  expect((await relay.post('/errors', errors(0))).status).toBe(200)
  expect(relay.project().problem).toBeNull()
})

test('what nobody waits for is held in memory while the spool is full, and kept as soon as there is room', async () => {
  const away = await fakeCentre()
  await away.stop()
  const config = configOf([away.url], { spool: { bytes: MIB } })
  const env = envOf({ BELFRY_INTAKE_STATSD: '0' })
  const relay = await startRelay({ config, folder: newFolder(), env })
  await until(async () => !(await relay.post('/errors', errors(0))).ok)

  const socket = createSocket('udp4')
  const line = `${'long.'.repeat(40)}:1|c\n`
  const lines = Array.from({ length: 250 }, (_, i) => `${i}${line}`).join('')
  for (let i = 0; i < 2; i++)
    await new Promise(resolve =>
      socket.send(lines.slice(0, 60_000), relay.infos.statsd.port, '127.0.0.1', resolve),
    )
  socket.close()
  const centre = await fakeCentre(away)
  await until(() => centre.units().some(({ input }) => input === 'statsd'))
})

test('when it is set so, the oldest makes room for the newest, and what is lost is counted', async () => {
  const away = await fakeCentre()
  await away.stop()
  const folder = newFolder()
  const config = configOf([away.url], { spool: { bytes: MIB, whenFull: 'drop-oldest' } })
  const relay = await startRelay({ config, folder })
  for (let n = 0; n < 20; n++) expect((await relay.post('/errors', errors(n))).status).toBe(200)
  expect(bytesIn(join(folder, 'shop'))).toBeLessThanOrEqual(MIB)
  expect(relay.project().lost).toBeGreaterThan(0)

  const centre = await fakeCentre(away)
  await until(() => relay.project().waiting === 0)
  const messages = centre.units().flatMap(unit => unit.errors?.map(({ message }) => message) ?? [])
  expect(messages).toContain(`19 9 ${TEXT}`)
  expect(messages).toHaveLength(200 - relay.project().lost)
})

test('two relays cannot share a folder', async () => {
  const centre = await fakeCentre()
  const folder = newFolder()
  const config = configOf([centre.url])
  const first = await startRelay({ config, folder })
  await expect(startRelay({ config, folder })).rejects.toThrow(`Another relay uses ${folder}.`)
  await first.close()
  await startRelay({ config, folder })
})
