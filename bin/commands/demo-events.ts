import { Command, InvalidArgumentError } from 'commander'
import { connect } from '#bin/connect.ts'
import { runShop } from '#bin/demo/events/run.ts'
import { addressAt, type Destination, keyOption, urlOption } from '#bin/destination.ts'
import { close, configure, droppedEvents } from '#client/index.ts'
import { db } from '#lib/db/client.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { fieldsOf, jsonOf, textOf } from '#lib/intake/untrusted.ts'

const SECONDS = { default: 60, most: 86_400 }
const RATE = { default: 20, most: 1_000 }
const RELEASE = '2026.11'
/** Of the greatest rate some seconds. */
const QUEUE_SIZE = 50_000
const ANSWER_LIMIT_MS = 10_000
/** The last events are sent when the shop has closed. */
const SENT_WITHIN_MS = 20_000

interface Options extends Destination {
  seconds: number
  rate: number
}

export const demoEvents = new Command('events')
  .description(
    'run a small web shop with the client library, visited by many, that sends its events and errors',
  )
  .addOption(urlOption())
  .addOption(keyOption())
  .option('--seconds <count>', 'for how long', numberUpTo(SECONDS.most), SECONDS.default)
  .option('--rate <count>', 'visits a second', numberUpTo(RATE.most), RATE.default)
  .action(async ({ seconds, rate, ...to }: Options) => {
    const env = await connect()
    const stop = new AbortController()
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort())
    const dsn = await dsnOf(to)
    await askIntake(dsn, to.url)
    const about = { release: RELEASE, program: 'shop' }
    configure(dsn.href, { ...about, queueSize: QUEUE_SIZE, complain: say })
    say(`A shop is open for ${seconds} seconds, with ${rate} visits a second; Ctrl-C closes it …`)
    const { signal } = stop
    const counts = await runShop({ databaseUrl: env.databaseUrl, seconds, rate, signal })
    const dropped = droppedEvents()
    const isSent = await close(SENT_WITHIN_MS)
    say(summary(counts))
    if (!isSent || dropped > 0)
      throw new UserError(`The intake at ${to.url} has not taken all of its events.`)
    say(whereToLook(env.url))
  })

/** The address of the intake with the project's key, which for `default` is in the database. */
async function dsnOf({ url, key }: Destination): Promise<URL> {
  const dsn = new URL(addressAt(url, ''))
  dsn.username = key ?? (await defaultKey())
  return dsn
}

async function defaultKey(): Promise<string> {
  const found = await db().projectKey.findFirst({
    where: { project: { name: 'default' }, revokedAt: null },
    select: { publicKey: true },
  })
  if (found) return found.publicKey
  throw new UserError('The project “default” has no key: say which to use, --key PUBLIC_KEY.')
}

/** Rejects with a UserError when it would take nothing, before anything is done for it. */
async function askIntake({ origin, pathname, username }: URL, url: string): Promise<void> {
  const response = await fetch(addressAt(`${origin}${pathname}`, 'events'), {
    method: 'POST',
    headers: { authorization: `Bearer ${username}`, 'content-type': 'application/json' },
    body: '[]',
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  }).catch(error => {
    throw new UserError(
      `The intake at ${url} cannot be reached: ${reasonOf(error.cause ?? error)}. Start Belfry, or say where it is: --url.`,
    )
  })
  if (response.ok) return
  const { error } = fieldsOf(jsonOf(await response.text()))
  throw new UserError(`The intake at ${url} takes nothing: ${textOf(fieldsOf(error).message)}`)
}

function summary(counts: ReadonlyMap<string, number>): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const rows = [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([status, count]) => `${count.toLocaleString('en').padStart(9)}  ${status}`)
  return [`It had ${total.toLocaleString('en')} visits, and answered with:`, ...rows].join('\n')
}

function whereToLook(base: string): string {
  const search = (query: string) => `${base}/events?${new URLSearchParams({ q: query })}`
  return [
    '\nLook at',
    `  ${search('type = request')}`,
    '    its requests; each opens the tree of what it did',
    `  ${search('type = request response.status >= 500')}`,
    '    what failed, with the errors that were captured',
    `  ${search('type = request.sql duration > 100ms')}`,
    '    slow statements',
    `  ${search('response.code = 599')}`,
    '    payments that nobody answered in time',
    `  ${search('type:job*')}`,
    '    jobs, in the trees of the requests that wanted them',
    `  ${base}/errors`,
    '    its errors; each leads back to the events of its request',
  ].join('\n')
}

function numberUpTo(most: number) {
  return (text: string): number => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= 1 && number <= most) return number
    throw new InvalidArgumentError(`a whole number, 1 to ${most}`)
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
