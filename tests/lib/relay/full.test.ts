import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { newFolder } from '#tests/lib/relay/world.ts'

/** Appends frames of 40,000 bytes where no file may have more than 64 KiB, and tells how that went. */
const script = (folder: string) => `
  import { statSync, readdirSync } from 'node:fs'
  import { openSpool } from '#lib/relay/spool/spool.ts'
  const folder = ${JSON.stringify(folder)}
  const after = { segment: 0, offset: 0 }
  const spool = await openSpool({ folder, segmentBytes: 1e6, after })
  const frame = text => ({ payload: Buffer.alloc(40_000, text), items: 1, at: 1 })
  const said = []
  for (const text of ['a', 'b', 'c'])
    said.push(await spool.append(frame(text)).then(() => 'kept', error => error.code))
  const sizes = readdirSync(folder).map(name => statSync(folder + '/' + name).size)
  const again = await openSpool({ folder, segmentBytes: 1e6, after })
  console.log(JSON.stringify({ said, sizes, items: again.items() }))
`

test('of what a full disk did not take nothing is there, and what came before and after is', async () => {
  const limited = ['-c', 'ulimit -f 64; exec "$0" --input-type=module -e "$1"']
  const child = spawn('bash', [...limited, process.execPath, script(newFolder())], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  expect(JSON.parse(await text(child.stdout))).toEqual({
    ...{ said: ['kept', 'EFBIG', 'kept'], sizes: [40_024, 40_024], items: 2 },
  })
})
