import { setTimeout as delay } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import pLimit from 'p-limit'
import { connect } from '#bin/connect.ts'
import { sendMetrics } from '#bin/demo/send-metrics.ts'
import { NAME, shopDashboard } from '#bin/demo/shop/dashboard.ts'
import { requestOf } from '#bin/demo/shop/otlp.ts'
import { type Destination, keyOption, urlOption } from '#bin/destination.ts'
import { commandLineActor, linkPerson } from '#lib/access/person.ts'
import { createDashboard } from '#lib/dashboards/mutations.ts'
import { db } from '#lib/db/client.ts'
import { readEnv } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'

const MINUTE = 60
const HOURS = { default: 24, most: 24 * 31 }
/** Requests at once: the intake writes together what comes together. */
const AT_ONCE = 32
const RETRY_MS = 10_000

interface Options extends Destination {
  hours: number
  live?: boolean
  dashboard: boolean
}

export const demoMetrics = new Command('metrics')
  .description(
    'send the numbers of a made-up shop, of the last day, over OTLP; and make a dashboard of them',
  )
  .addOption(urlOption())
  .addOption(keyOption())
  .option('--hours <count>', 'how many hours back', hoursOf, HOURS.default)
  .option('--live', 'and each minute from now on, until it is stopped')
  .option('--no-dashboard', 'the numbers only')
  .action(async (options: Options) => {
    const now = minuteNow()
    const minutes = options.hours * 60
    const first = now - minutes * MINUTE
    say(`Sending ${minutes.toLocaleString('en')} minutes of a shop to ${options.url} …`)
    await sendAll(
      Array.from({ length: minutes }, (_, i) => first + i * MINUTE),
      options,
    )
    say('It is all counted. Sent again within a day, a minute counts once.')
    say(options.dashboard ? await makeDashboard(options) : lookAt('/explore'))
    if (options.live) await goOn(now, options)
  })

/** Minutes that are over: the one that runs is not told yet. */
const minuteNow = () => Math.floor(Date.now() / 1000 / MINUTE) * MINUTE

async function sendAll(minutes: readonly number[], to: Destination): Promise<void> {
  const limit = pLimit(AT_ONCE)
  try {
    await Promise.all(minutes.map(at => limit(() => sendOne(at, to))))
  } catch (error) {
    limit.clearQueue()
    throw error
  }
}

async function sendOne(at: number, to: Destination): Promise<void> {
  const refused = await sendMetrics(requestOf(at), to)
  if (refused) throw new UserError(`The intake did not count all of it: ${refused}`)
}

/** Whatever happens to the intake meanwhile: what it did not take is sent again. */
async function goOn(from: number, to: Destination): Promise<never> {
  say('Each minute from now on; Ctrl-C ends it.')
  for (let at = from; ; ) {
    await delay(Math.max((at + MINUTE) * 1000 - Date.now(), 0))
    try {
      await sendOne(at, to)
      at += MINUTE
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      say(error.message)
      await delay(RETRY_MS)
    }
  }
}

/** In the database of this machine's Belfry. Answers what to say of it. */
async function makeDashboard({ key }: Options): Promise<string> {
  try {
    await connect()
    const by = { ...linkPerson, ...commandLineActor }
    const id = await createDashboard(shopDashboard(await projectOf(key)), by)
    return lookAt(`/dashboards/${id}`)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.code === 'conflict'
      ? `The dashboard “${NAME}” is there already. ${lookAt('/dashboards')}`
      : `No dashboard was made: ${error.message}`
  }
}

async function projectOf(key: string | undefined): Promise<string> {
  const found = await db().projectKey.findFirst({
    where: { publicKey: key ?? '' },
    select: { project: { select: { name: true } } },
  })
  return found?.project.name ?? 'default'
}

const lookAt = (path: string) => `Look at ${readEnv().url}${path}`

function hoursOf(text: string): number {
  const hours = Number(text)
  if (Number.isInteger(hours) && hours >= 1 && hours <= HOURS.most) return hours
  throw new InvalidArgumentError(`a whole number, 1 to ${HOURS.most}`)
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
