import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sent } from '#bench/events/load.ts'

/** Where events are sent. */
export interface Target {
  port: number
  publicKey: string
  /** for a file */
  folder: string
}

/** Another process posts them in batches; answers events a second, until the last answer, which comes after the commit. */
export async function sendOverHttp(
  events: readonly Sent[],
  { port, publicKey, folder }: Target,
): Promise<number> {
  const file = join(folder, 'events')
  writeFileSync(file, events.map(event => `${JSON.stringify(event)}\n`).join(''))
  const sender = fork(join(import.meta.dirname, 'http-sender.ts'), [file, String(port), publicKey])
  await once(sender, 'message')
  const started = performance.now()
  sender.send('go')
  const [told] = await Promise.race([once(sender, 'message'), once(sender, 'exit')])
  if (told !== 'done') throw new Error('the sender ended before it was done')
  const seconds = (performance.now() - started) / 1000
  sender.disconnect()
  return events.length / seconds
}
