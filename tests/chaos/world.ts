import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { defaultKey } from '#bench/parts/key.ts'
import { openPool } from '#lib/db/client.ts'
import { buildPages } from '#lib/roles/build.ts'
import type { Diary } from '#tests/chaos/diary.ts'
import type { Targets } from '#tests/chaos/faults/index.ts'
import type { Places } from '#tests/chaos/load/load.ts'
import { insertAlert, insertMonitors } from '#tests/chaos/load/monitors.ts'
import { insertDefinition } from '#tests/chaos/load/notifications.ts'
import { BILLING, insertOrders } from '#tests/chaos/load/orders.ts'
import { openDatabase } from '#tests/chaos/machine/database.ts'
import { mountDisk } from '#tests/chaos/machine/disk.ts'
import { openMailReceiver } from '#tests/chaos/receivers/mail.ts'
import type { Receiver } from '#tests/chaos/receivers/receiver.ts'
import { openWebReceiver } from '#tests/chaos/receivers/web.ts'
import { HOST, PORTS, startRoles } from '#tests/chaos/roles.ts'
import { nats, startNats } from '#tests/services/servers/nats.ts'
import { redis, startRedis } from '#tests/services/servers/redis.ts'
import { isInstalled } from '#tests/services/servers/server.ts'

const ALL_STATES = '{OK,ALARM,ERROR}'
/** Alerts, who takes them, and the states that they are told: the first stays well all the time, the last is told by a pipeline only. */
const ALERTS = {
  steady: { open: openWebReceiver, states: ALL_STATES },
  shaky: { open: openWebReceiver, states: ALL_STATES },
  mail: { open: openMailReceiver, states: ALL_STATES },
  [BILLING]: { open: openWebReceiver, states: '{}' },
}

/** All of Belfry on this machine, and what is around it. */
export interface World {
  targets: Targets
  places: Places
  pool: Pool
  receivers: ReadonlyMap<string, Receiver>
  /** what cannot be done here, with the reason */
  skipped: readonly string[]
  /** where what it printed lies */
  folder: string
  /** Stops everything; answers how each process ended. */
  close(): Promise<ReadonlyMap<string, string>>
}

export interface WorldOptions {
  diary: Diary
  say(line: string): void
  /** the pages too, which may have to be built */
  withPages: boolean
  /** what intakes take goes by way of NATS, where it is installed */
  withNats: boolean
}

export async function openWorld({ diary, say, withPages, withNats }: WorldOptions): Promise<World> {
  if (withPages) await buildPages(say)
  const [folder, data] = newFolders()
  const disk = mountDisk(data)
  const database = await openDatabase(data, line => void diary.note(`database: ${line}`))
  process.env.DATABASE_URL = database.url
  const pool = openPool(database.url, 4)
  const receivers = await openReceivers(pool)
  await insertMonitors(pool)
  await insertOrders(pool)
  await insertDefinition(pool)
  const keys = await defaultKey(database.url, pool)
  const redisServer = isInstalled(redis) ? await startRedis() : null
  const natsServer = withNats && isInstalled(nats) ? await startNats() : null
  const { roles, lines, fakeClocks } = await startRoles({
    ...{ databaseUrl: database.url, data, folder, withPages, diary },
    ...{ redisUrl: redisServer?.url ?? '', natsUrl: natsServer?.url ?? '', key: keys.publicKey },
  })

  const canFill = typeof disk !== 'string'
  const shaky = new Map([...receivers].filter(([name]) => name !== 'steady'))
  return {
    targets: {
      ...{ database, roles, lines, fakeClocks, nats: natsServer },
      ...{ disk: canFill ? disk : null, receivers: shaky },
    },
    places: {
      ...{ host: HOST, ports: PORTS, keys },
      ...{ redis: redisServer?.url ?? null, nats: natsServer?.url ?? null },
      web: withPages ? `http://${HOST}:${PORTS.web}` : null,
    },
    ...{ pool, receivers, folder },
    skipped: [
      ...(canFill ? [] : [`a full disk: ${disk}`]),
      ...(redisServer ? [] : ['Redis: it is not installed']),
      ...(withNats && !natsServer ? ['NATS: it is not installed'] : []),
      ...(fakeClocks.size > 0 ? [] : ['a clock by faketime: it is not installed']),
      ...(withPages ? [] : ['the pages: they were left out']),
    ],
    async close() {
      const ends = await Promise.all(roles.map(async one => [one.name, await one.stop()] as const))
      await Promise.all([...receivers.values(), ...lines.values()].map(one => one.close()))
      await Promise.all([pool.end(), redisServer?.stop(), natsServer?.stop()])
      await database.close()
      if (canFill) disk.unmount()
      return new Map(ends)
    },
  }
}

/** One for what is printed, and in it one for the data; the database's own user passes through. */
function newFolders(): [string, string] {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-chaos-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  for (const path of [folder, data]) chmodSync(path, 0o755)
  return [folder, data]
}

async function openReceivers(pool: Pool): Promise<Map<string, Receiver>> {
  const receivers = new Map<string, Receiver>()
  for (const [key, { open, states }] of Object.entries(ALERTS)) {
    const receiver = await open()
    receivers.set(key, receiver)
    await insertAlert(pool, key, receiver, states)
  }
  return receivers
}
