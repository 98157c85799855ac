import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { jsonOf } from '#lib/intake/untrusted.ts'
import { openBell } from '#lib/relay/spool/bell.ts'
import { replaceFile, syncFolder } from '#lib/relay/spool/durable.ts'
import { framed, framesIn } from '#lib/relay/spool/frame.ts'
import { linesOf } from '#lib/relay/wire/lines.ts'
import { countOf, type Unit } from '#lib/relay/wire/unit.ts'

/** Units that one centre may have, and no other may get. */
export interface Doubt {
  centre: string
  units: Buffer[]
  items: number
  /** Forgets it, once the centre has answered. */
  settle(): Promise<void>
}

/** What was set aside, each in a file of its own, so that what came later can go elsewhere. */
export interface Doubts {
  all(): readonly Doubt[]
  add(centre: string, units: readonly Buffer[]): Promise<void>
  /** Resolves when there is one more, or the signal aborts. */
  more(signal: AbortSignal): Promise<void>
}

const ENDING = '.doubt'

export async function openDoubts(folder: string): Promise<Doubts> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = (await readdir(folder)).filter(name => name.endsWith(ENDING)).sort(byNumber)
  const doubts: Doubt[] = []
  let number = 0
  for (const name of names) {
    number = Number.parseInt(name, 10)
    const path = join(folder, name)
    const read = readDoubt(await readFile(path))
    if (read) remember(path, read.centre, read.units)
    else await rm(path)
  }
  const bell = openBell()

  function remember(path: string, centre: string, units: Buffer[]) {
    const doubt: Doubt = {
      ...{ centre, units, items: itemsOf(units) },
      async settle() {
        await rm(path, { force: true })
        await syncFolder(folder)
        doubts.splice(doubts.indexOf(doubt), 1)
      },
    }
    doubts.push(doubt)
  }

  return {
    all: () => doubts,
    async add(centre, units) {
      const path = join(folder, `${++number}${ENDING}`)
      const head = Buffer.from(JSON.stringify({ centre }))
      const payload = Buffer.concat([head, ...units].flatMap(line => [line, Buffer.from('\n')]))
      await replaceFile(path, framed({ payload, items: units.length, at: Date.now() }))
      remember(path, centre, [...units])
      bell.ring()
    },
    more: signal => bell.next(signal),
  }
}

const byNumber = (a: string, b: string) => Number.parseInt(a, 10) - Number.parseInt(b, 10)

const itemsOf = (units: readonly Buffer[]) =>
  units.reduce((sum, unit) => sum + countOf(JSON.parse(unit.toString()) as Unit), 0)

/** Undefined for what is damaged. */
function readDoubt(bytes: Buffer): { centre: string; units: Buffer[] } | undefined {
  const [frame] = framesIn(bytes, true)
  if (!frame || !('payload' in frame)) return undefined
  const [head, ...units] = linesOf(frame.payload)
  const { centre } = jsonOf(head?.toString() ?? '') as { centre: string }
  return { centre, units }
}
