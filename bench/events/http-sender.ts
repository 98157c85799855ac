import { readFileSync } from 'node:fs'
import { Pool } from 'undici'

/** Posts the lines of a file to the intake in batches, a few at a time, once it is told to: `FILE PORT KEY`. */
const BATCH = 1_000
const CONNECTIONS = 4

const [file = '', port = '', key = ''] = process.argv.slice(2)
const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
const bodies: string[] = []
for (let i = 0; i < lines.length; i += BATCH) bodies.push(lines.slice(i, i + BATCH).join('\n'))
const intake = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })

process.once('disconnect', () => process.exit())
process.once('message', async () => {
  const waiting = bodies.values()
  await Promise.all(Array.from({ length: CONNECTIONS }, () => sendAll(waiting)))
  process.send?.('done')
})
process.send?.('ready')

async function sendAll(waiting: Iterable<string>) {
  for (const body of waiting) {
    const response = await intake.request({
      ...{ method: 'POST', path: '/events', body },
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    })
    const text = await response.body.text()
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${text.slice(0, 300)}`)
  }
}
