import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Push, Request } from 'zeromq'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import { readMessage } from '#lib/msgpack/read.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: ChildProcess | undefined
const sockets: { close(): void }[] = []
beforeAll(async () => {
  database = await freshDatabase()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  if (intake?.exitCode === null && intake.kill('SIGKILL')) await once(intake, 'exit')
})
afterAll(() => database.close())

/** A whole intake in a process of its own, and where it listens. */
async function startIntake() {
  const off = { BELFRY_INTAKE_HTTP: 'off', BELFRY_INTAKE_SYSLOG: 'off', BELFRY_INTAKE_TCP: 'off' }
  const settings = { ...off, BELFRY_INTAKE_UDP: 'off', BELFRY_INTAKE_STATSD: 'off' }
  const blueox = { BELFRY_INTAKE_BLUEOX: '0', BELFRY_INTAKE_CONTROL: '0' }
  const started = fork('lib/roles/main.ts', ['intake'], {
    env: {
      ...{ ...process.env, DATABASE_URL: database.url, BELFRY_BLUEOX_SHUTDOWN: 'on' },
      ...settings,
      ...blueox,
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  intake = started
  const [{ ready }] = (await once(started, 'message')) as [{ ready: string }]
  const [, port, control] = /BlueOx on \S+:(\d+), BlueOx’s control on \S+:(\d+)/.exec(ready) ?? []
  return { ended: once(started, 'exit'), stop: () => started.kill('SIGTERM'), port, control }
}

const messageOf = (i: number) => {
  const end = Date.now() / 1000
  const event = { id: `${i}`, type: 'job', host: 'web01', pid: 1, start: end - 1, end, body: { i } }
  return [writeMeta(event), writeMessage(event)]
}

async function count(sql: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(`select ${sql} as n`)
  return rows[0]?.n ?? 0
}
const stored = () => count('(select count(*)::int from event)')
const counted = (reason: string) =>
  count(
    `(select coalesce(sum(count), 0)::int from intake_count where input = 'blueox' and reason = '${reason}')`,
  )

test('what BlueOx’s clients push is stored, what is wrong is counted, and nothing that was taken is lost at its end', async () => {
  const { port, stop, ended } = await startIntake()
  const sender = new Push({ linger: 0 })
  sockets.push(sender)
  sender.connect(`tcp://127.0.0.1:${port}`)
  await sender.send(['alone'])
  for (let i = 0; i < 3_000; i++) await sender.send(messageOf(i))
  await until(async () => (await stored()) > 0)
  stop()
  expect(await ended).toEqual([0, null])
  expect(await counted('wrong_frames')).toBe(1)
  expect(await counted('accepted')).toBe(await stored())
})

test('SHUTDOWN ends it in order where that is allowed', async () => {
  const { control, ended } = await startIntake()
  const asker = new Request({ linger: 0 })
  sockets.push(asker)
  asker.connect(`tcp://127.0.0.1:${control}`)
  await asker.send(writeMessage({ cmd: 'SHUTDOWN' }))
  const [answer] = await asker.receive()
  expect(readMessage(answer ?? Buffer.alloc(0))).toEqual({ ok: true })
  expect(await ended).toEqual([0, null])
})
