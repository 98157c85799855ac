import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SENDER = join(import.meta.dirname, '../parts/tcp-sender.ts')

/**
 * Another process sends this over TCP as fast as it is taken. Answers the seconds from its first byte until `done`,
 * which is called then, has resolved. `folder` is for a file.
 */
export async function sendOverTcp(
  text: string,
  port: number,
  folder: string,
  done: () => Promise<unknown>,
): Promise<number> {
  const file = join(folder, 'stream')
  writeFileSync(file, text)
  const sender = fork(SENDER, [file, String(port)])
  await once(sender, 'message')
  const start = performance.now()
  sender.send('go')
  await done()
  const seconds = (performance.now() - start) / 1000
  sender.disconnect()
  return seconds
}
