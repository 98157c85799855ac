import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chaos } from '#tests/chaos/chaos.ts'
import { faketime } from '#tests/chaos/machine/faketime.ts'
import { install } from '#tests/services/install.ts'
import { nats } from '#tests/services/servers/nats.ts'
import { redis } from '#tests/services/servers/redis.ts'

const USAGE = 'npm run chaos -- SECONDS [--seed N] [--recover SECONDS] [--no-pages] [--nats]'
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Lets everything go wrong for a while and ends with a line `N passed, N failed, N skipped`: the promises. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    seed: { type: 'string' },
    recover: { type: 'string', default: '30' },
    pages: { type: 'boolean', default: true },
    nats: { type: 'boolean', default: false },
  },
})
const seconds = wholeNumber(positionals[0] ?? '60')
const seed = wholeNumber(values.seed ?? String(randomInt(2 ** 31)))
say(`Chaos of ${seconds} s; again with --seed ${seed}`)
install([redis, faketime, ...(values.nats ? [nats] : [])])
// What was started hears of the end of this process by itself.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => process.exit(130))

const { found, skipped, folder } = await chaos({
  ...{ seconds, seed, recoverMs: wholeNumber(values.recover) * 1000 },
  ...{ withPages: values.pages, withNats: values.nats, say },
})
say('')
for (const what of skipped) say(`SKIPPED ${what}`)
for (const { promise, on, broken } of found) {
  say(`${broken.length === 0 ? 'kept' : 'BROKEN'}  ${promise} (${on})`)
  for (const sentence of broken) say(`FAILED ${promise}: ${sentence}`)
}
const failed = found.filter(({ broken }) => broken.length > 0).length
if (failed > 0) say(`What the processes printed is in ${folder}; again with --seed ${seed}.`)
else rmSync(folder, { recursive: true, force: true })
say(`${found.length - failed} passed, ${failed} failed, ${skipped.length} skipped`)
process.exit(failed > 0 ? 1 : 0)

function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  say(`${text} is no whole number. ${USAGE}`)
  process.exit(2)
}
