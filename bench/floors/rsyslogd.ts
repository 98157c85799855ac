import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const PROGRAM = '/usr/sbin/rsyslogd'
const LOOK_MS = 10
const CALM_LOOKS = 30
const LF = 0x0a

export interface Rsyslogd {
  port: number
  /** Waits until the file has so many lines and answers when it was last written to, in `performance` time. */
  hasWritten(lines: number): Promise<number>
  stop(): Promise<void>
}

export const hasRsyslogd = (): boolean => existsSync(PROGRAM)

/** rsyslogd as its package comes, taking syslog over TCP and writing a file in `folder`. */
export async function startRsyslogd(folder: string, port: number): Promise<Rsyslogd> {
  const file = join(folder, 'rsyslog.log')
  const config = join(folder, 'rsyslog.conf')
  writeFileSync(
    config,
    `global(workDirectory="${folder}")
module(load="imtcp")
input(type="imtcp" address="127.0.0.1" port="${port}")
action(type="omfile" file="${file}")
`,
  )
  const args = ['-n', '-f', config, '-i', join(folder, 'rsyslog.pid')]
  const child = spawn(PROGRAM, args, { stdio: 'ignore' })
  await listens(child, port)

  return {
    port,
    async hasWritten(lines) {
      for (;;) {
        const writtenAt = await hasCalmedDown(file)
        const written = await countLines(file)
        if (written >= lines) return writtenAt
      }
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function listens(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`rsyslogd ended with ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const isThere = await new Promise(resolve =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    )
    socket.destroy()
    if (isThere) return
    await delay(LOOK_MS)
  }
}

/** Its several workers write in no particular order: only a file that grows no more is to be looked into. */
async function hasCalmedDown(file: string): Promise<number> {
  let grownAt = performance.now()
  for (let size = 0, looks = 0; looks < CALM_LOOKS; looks++) {
    const now = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (now !== size) {
      size = now
      looks = 0
      grownAt = performance.now()
    }
    await delay(LOOK_MS)
  }
  return grownAt
}

async function countLines(file: string): Promise<number> {
  let lines = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>)
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) lines++
  return lines
}
