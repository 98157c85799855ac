import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { ownHost } from '#tests/listeners.ts'
import { freePort, launch, type Service, stop, untilReady } from './server.ts'

export const PROGRAM = '/usr/sbin/nats-server'

export const nats: Service = {
  name: 'NATS',
  packages: ['nats-server'],
  programs: [PROGRAM],

  async start(folder) {
    const port = await freePort()
    const server = launchNats(folder, ['--addr', '127.0.0.1', '--port', String(port)])
    const url = `nats://127.0.0.1:${port}`
    await untilReady(server, folder, () => answers(url))
    return { env: { NATS_URL: url }, stop: () => stop(server) }
  },
}

/** JetStream answers there. */
async function answers(url: string) {
  const connection = await connect({ servers: [url], reconnect: false, timeout: 2_000 })
  try {
    await (await jetstreamManager(connection)).getAccountInfo()
  } finally {
    await connection.close()
  }
}

const launchNats = (folder: string, args: string[]) =>
  launch(PROGRAM, ['--jetstream', '--store_dir', folder, ...args], { folder })

/** A server of the caller's own; not started yet when it `isAway`. */
export async function startNats({ isAway = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-nats-'))
  const port = await freePort()
  const url = `nats://127.0.0.1:${port}`
  let server: ChildProcess | undefined

  async function start() {
    server = launchNats(folder, ['--addr', '127.0.0.1', '--port', String(port)])
    await untilReady(server, folder, () => answers(url))
  }

  if (!isAway) await start()
  return {
    url,
    start,
    async kill() {
      server?.kill('SIGKILL')
      if (server) await once(server, 'exit')
    },
    async stop() {
      if (server) await stop(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>

/** Three servers of the caller's own that keep what they have together. */
export async function startCluster() {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-nats-'))
  const ports = await freePorts(6)
  // Of their own, so that nobody takes the port of one that is away.
  const host = ownHost()
  const routes = ports.slice(3).map(port => `nats://${host}:${port}`)
  const urls = ports.slice(0, 3).map(port => `nats://${host}:${port}`)
  const folders = urls.map((_, i) => join(folder, String(i)))
  for (const one of folders) mkdirSync(one)

  const startOne = (i: number): ChildProcess =>
    launchNats(folders[i] ?? '', [
      ...['--addr', host, '--port', String(ports[i])],
      ...['--name', `n${i}`, '--cluster_name', 'belfry'],
      ...['--cluster', routes[i] ?? '', '--routes', routes.join(',')],
    ])
  const servers = urls.map((_, i) => startOne(i))
  const allAnswer = () =>
    Promise.all(
      urls.map((url, i) =>
        untilReady(servers[i] as ChildProcess, folders[i] ?? '', () => answers(url)),
      ),
    )
  await allAnswer()

  return {
    url: urls.join(','),
    /** Kills one of them, as a machine that loses its power. */
    async kill(i: number) {
      const server = servers[i]
      if (!server) return
      server.kill('SIGKILL')
      await once(server, 'exit')
    },
    /** Starts one again with what it has on its disk. */
    async restart(i: number) {
      servers[i] = startOne(i)
      await allAnswer()
    },
    async stop() {
      await Promise.all(servers.map(stop))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Different ones: asked for one after the other, the same may come twice. */
async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) ports.add(await freePort())
  return [...ports]
}
