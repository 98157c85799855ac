import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { hasRsyslogd, startRsyslogd } from '#bench/floors/rsyslogd.ts'
import type { Measured } from '#bench/main.ts'
import { freePort, type Intake, startIntake } from '#bench/parts/intake.ts'
import { middleBy } from '#bench/parts/rounds.ts'
import { writeStream } from '#bench/parts/syslog-stream.ts'
import { withWorld } from '#bench/parts/world.ts'

const MESSAGES = 500_000
/** An intake runs for weeks: it is measured warm. */
const WARM_UP = 100_000
const ROUNDS = 3
const LOOK_MS = 20

interface Round {
  belfry: number
  lines: number
  rsyslogd: number | null
}

/**
 * The whole way of syslog over TCP: sent by another process, parsed, classified, counted and committed by the intake
 * as it runs. In each round beside it the same stream only read and split into lines, and rsyslogd writing it to a file.
 */
export const measure = (): Promise<Measured> =>
  withWorld(async ({ pool, folder }) => {
    const intake = await startIntake('BELFRY_INTAKE_SYSLOG')
    try {
      const stream = join(folder, 'stream')
      await writeStream(stream, WARM_UP, 0)
      await takeIn(stream, pool, intake, WARM_UP)
      const rounds: Round[] = []
      const warmSeconds = intake.cpuSeconds()
      while (rounds.length < ROUNDS) {
        await writeStream(stream, MESSAGES, rounds.length + 1)
        const total = WARM_UP + (rounds.length + 1) * MESSAGES
        rounds.push({
          lines: await splitLines(stream),
          rsyslogd: hasRsyslogd() ? await writeFile(stream, folder) : null,
          belfry: await takeIn(stream, pool, intake, total),
        })
      }
      const cpuSeconds = intake.cpuSeconds() - warmSeconds
      const sums = await checked(pool, WARM_UP + ROUNDS * MESSAGES)
      const cpuUs = Math.round((cpuSeconds / (ROUNDS * MESSAGES)) * 1e8) / 100
      return { ...middle(rounds), ...sums, intakeCpuUs: cpuUs }
    } finally {
      await intake.stop()
    }
  })

/** The round with the middle ratio. Without rsyslogd it is the ratio to the lines. */
function middle(rounds: Round[]) {
  const rated = rounds.map(round => ({ ...round, floor: round.rsyslogd ?? round.lines }))
  const { belfry, floor, lines, rsyslogd } = middleBy(rated, round => round.belfry / round.floor)
  return {
    name: 'syslog',
    value: Math.round(belfry),
    unit: 'messages/s',
    floor: Math.round(floor),
    ratio: Math.round((belfry / floor) * 1000) / 1000,
    rival: rsyslogd === null ? 'rsyslogd is not installed: the floor is reading lines' : 'rsyslogd',
    lines: Math.round(lines),
    messages: MESSAGES,
  }
}

/** Sends the stream and answers how many messages a second there were until the intake had committed `total` of them. */
async function takeIn(stream: string, pool: Pool, intake: Intake, total: number): Promise<number> {
  const before = await takenIn(pool)
  return rate(total - before, stream, intake.portOf('BELFRY_INTAKE_SYSLOG'), async () => {
    while ((await takenIn(pool)) < total) {
      intake.check()
      await delay(LOOK_MS)
    }
    return performance.now()
  })
}

async function splitLines(stream: string): Promise<number> {
  const reader = fork(join(import.meta.dirname, 'floors/lines.ts'))
  const [{ port }] = (await once(reader, 'message')) as [{ port: number }]
  const perSecond = await rate(MESSAGES, stream, port, async () => {
    const [{ lines }] = (await once(reader, 'message')) as [{ lines: number }]
    if (lines !== MESSAGES) throw new Error(`the floor read ${lines} lines of ${MESSAGES}`)
    return performance.now()
  })
  reader.disconnect()
  return perSecond
}

async function writeFile(stream: string, folder: string): Promise<number> {
  const rsyslogd = await startRsyslogd(mkdtempSync(join(folder, 'rsyslogd-')), await freePort())
  try {
    return await rate(MESSAGES, stream, rsyslogd.port, () => rsyslogd.hasWritten(MESSAGES))
  } finally {
    await rsyslogd.stop()
  }
}

/** Messages a second, from the first byte that another process sends until the time that `done` answers. */
async function rate(count: number, stream: string, port: number, done: () => Promise<number>) {
  const sender = fork(join(import.meta.dirname, 'parts/tcp-sender.ts'), [stream, String(port)])
  await once(sender, 'message')
  const start = performance.now()
  sender.send('go')
  const seconds = ((await done()) - start) / 1000
  sender.disconnect()
  return count / seconds
}

/** Messages of which the database knows what became of them. */
async function takenIn(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    'select coalesce(sum(count), 0) as count from intake_count',
  )
  return Number(rows[0]?.count)
}

/** Every sum in the database is to be what was sent, and nothing else may have become of a message. */
async function checked(pool: Pool, sent: number) {
  const { rows } = await pool.query<{ signatures: number; sums: Record<string, number> }>(
    `select (select count(*)::int from signature) as signatures, jsonb_build_object(
       'signatures', (select sum(count) from signature),
       'seconds', (select sum(count) from error_second),
       'minutes', (select sum(count) from error_minute),
       'hours', (select sum(count) from error_hour),
       'accepted', (select sum(count) from intake_count where reason = 'accepted')) as sums`,
  )
  const { signatures, sums } = rows[0] ?? { signatures: 0, sums: {} }
  for (const [name, sum] of Object.entries(sums))
    if (sum !== sent) throw new Error(`${sent} messages were sent, and the ${name} are ${sum}`)
  return { sent, signatures }
}
