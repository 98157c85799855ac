import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sent } from '#bench/events/load.ts'
import { writeMessage } from '#lib/msgpack/write.ts'

const LOOKED_EVERY_MS = 50

interface Target {
  /** BlueOx's collection port */
  port: number
  /** for a file */
  folder: string
  /** whether all of them can be found */
  isStored(): Promise<boolean>
  /** Throws when nothing is taken in any more. */
  check(): void
}

/** Another process pushes them as BlueOx's clients do; answers events a second, until all of them can be found. */
export async function sendOverZeromq(
  events: readonly Sent[],
  { port, folder, isStored, check }: Target,
): Promise<number> {
  const file = join(folder, 'messages')
  writeFileSync(file, Buffer.concat(events.map(({ uid: _, ...event }) => writeMessage(event))))
  const sender = fork(join(import.meta.dirname, 'zeromq-sender.ts'), [file, String(port)])
  await once(sender, 'message')
  const started = performance.now()
  sender.send('go')
  while (!(await isStored())) {
    check()
    await delay(LOOKED_EVERY_MS)
  }
  const seconds = (performance.now() - started) / 1000
  sender.disconnect()
  return events.length / seconds
}
