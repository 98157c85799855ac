import { hostname } from 'node:os'
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { Redis } from 'ioredis'
import { type Destination, keyOption, NotNow, sendErrors, urlOption } from '#bin/destination.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { FIRETOWER_LIST, pushed } from '#lib/intake/redis/emit.ts'
import { isFields, jsonOf } from '#lib/intake/untrusted.ts'

const ANSWER_LIMIT_MS = 10_000
/** One command of Redis takes so many. */
const PUSHED_AT_ONCE = 1_000

interface Options extends Destination {
  redis?: string
  list: string
  level?: string
  host: string
  program?: string
}

export const send = new Command('send')
  .description('send errors to an intake over HTTP, or onto a Redis list as Firetower’s client did')
  .argument('[text...]', 'each an error: text or JSON; without any, each line of standard input')
  .addOption(urlOption())
  .addOption(keyOption())
  .option('--level <level>', 'of those that are text (default: error)')
  .option('--host <name>', 'where those that are text come from', hostname())
  .option('--program <name>', 'what those that are text come from')
  .option('--redis <url>', 'push them onto a list of this Redis server instead')
  .option('--list <name>', 'the list', FIRETOWER_LIST)
  .action(async (texts: string[], options: Options) => {
    const all = texts.length > 0 ? texts : linesOf(await text(process.stdin))
    if (all.length === 0) throw new UserError('There is nothing to send.')
    if (options.redis) await push(options.redis, options.list, all)
    else await post(all, options)
  })

const linesOf = (input: string) => input.split(/\r?\n/).filter(line => line.trim() !== '')

async function post(texts: string[], options: Options) {
  const { level, host, program } = options
  const errors = texts.map(message => {
    const given = jsonOf(message)
    return isFields(given) ? given : { message, level, host, program }
  })
  const answers = await sendErrors(errors, options).catch(error => {
    throw error instanceof NotNow ? new UserError(error.message) : error
  })

  const counts = new Map<string, number>()
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
  say(`${[...counts].map(([status, count]) => `${count} ${status}`).join(', ')}.`)
  for (const [i, { status, error }] of answers.entries())
    if (status === 'invalid') say(`${i + 1}: ${error}`)
  if (counts.has('invalid')) process.exitCode = 1
}

async function push(url: string, list: string, texts: string[]) {
  if (!/^rediss?:\/\/[^/]/.test(url))
    throw new UserError('--redis is to be like redis://host:6379.')
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: null,
    connectTimeout: ANSWER_LIMIT_MS,
    commandTimeout: ANSWER_LIMIT_MS,
  })
  let reason: unknown
  redis.on('error', error => {
    reason = error
  })
  try {
    await redis.connect()
    for (let i = 0; i < texts.length; i += PUSHED_AT_ONCE)
      await redis.lpush(list, ...texts.slice(i, i + PUSHED_AT_ONCE).map(pushed))
    say(`${texts.length} pushed onto ${list}.`)
  } catch (error) {
    throw new UserError(
      `Redis at ${new URL(url).host} did not take it: ${reasonOf(reason ?? error)}`,
    )
  } finally {
    redis.disconnect()
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
