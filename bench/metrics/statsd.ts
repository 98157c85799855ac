import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '#bench/parts/intake.ts'

const LOOK_MS = 10
const PROGRAM = join(import.meta.dirname, 'statsd-program.cjs')

/** What has come so far; whatever was told has been counted. */
export interface Come {
  bytes: number
  packets: number
}

export interface Statsd {
  port: number
  come(): Promise<Come>
  /** Waits until so much has come. */
  until(isThere: (come: Come) => boolean): Promise<Come>
  stop(): Promise<void>
}

/** statsd of npm as it comes, on UDP and TCP, with a backend that keeps nothing. `folder` is its own. */
export async function startStatsd(folder: string): Promise<Statsd> {
  const port = await freePort()
  const config = join(folder, 'config.js')
  const address = '127.0.0.1'
  const servers = ['udp', 'tcp'].map(server => ({ server: `./servers/${server}`, address, port }))
  const backends = [join(import.meta.dirname, 'statsd-backend.cjs')]
  const management = { mgmt_address: address, mgmt_port: await freePort() }
  writeFileSync(config, `(${JSON.stringify({ servers, backends, ...management })})`)
  const child = fork(PROGRAM, [config], {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await listens(port)

  async function come(): Promise<Come> {
    child.send('come')
    const [now] = (await once(child, 'message')) as [Come]
    return now
  }

  return {
    ...{ port, come },
    async until(isThere) {
      for (;;) {
        const now = await come()
        if (isThere(now)) return now
        await delay(LOOK_MS)
      }
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function listens(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const isThere = await new Promise(resolve =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    )
    socket.destroy()
    if (isThere) return
    await delay(LOOK_MS)
  }
}
