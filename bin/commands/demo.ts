import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Command, InvalidArgumentError } from 'commander'
import { demoCloud } from '#bin/commands/demo-cloud.ts'
import { demoEvents } from '#bin/commands/demo-events.ts'
import { demoMetrics } from '#bin/commands/demo-metrics.ts'
import { demoStreams } from '#bin/commands/demo-streams.ts'
import { type FakeError, fakeErrors, SHAPES, syslogFrame } from '#bin/demo/fake-errors.ts'
import { readEnv } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

const COUNT = { default: 10_000, most: 10_000_000 }
const SPAN_MS = 3_600_000
/** Made and sent at once; the whole would not fit into memory. */
const PART = 10_000

const errors = new Command('errors')
  .description('send fake errors of a dozen kinds over syslog to a running intake')
  .option('-n, --number <count>', 'how many', countOf, COUNT.default)
  .option('--to <host:port>', 'the intake’s syslog over TCP (default: BELFRY_INTAKE_SYSLOG)')
  .action(async ({ number, to }: { number: number; to?: string }) => {
    const env = readEnv()
    const place = to === undefined ? ownIntake(env) : placeIn(to)
    const counts = await sendFakes(place, number)
    say(sentWords(counts, place))
    say(`\nLook at ${env.url}/errors?range=1h, where they stand most frequent first:`)
    say('  the chart shows what rose in the last minutes: “checkout of basket <*> failed …”')
    say(`  ${env.url}/errors?range=1h&level=emergency has the rare one`)
    say(`  ${env.url}/errors?range=1h&host=db-1 is what one machine has to say`)
  })

export const demo = new Command('demo')
  .description('fill a running Belfry with something to look at')
  .addCommand(errors)
  .addCommand(demoMetrics)
  .addCommand(demoEvents)
  .addCommand(demoStreams)
  .addCommand(demoCloud)

interface Place {
  host: string
  port: number
}

const ANY_ADDRESS: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

function ownIntake({ host, intake }: ReturnType<typeof readEnv>): Place {
  if (!intake.syslog)
    throw new UserError('BELFRY_INTAKE_SYSLOG names no port here: say where to, --to HOST:PORT.')
  return { host: ANY_ADDRESS[host] ?? host, port: intake.syslog }
}

function placeIn(text: string): Place {
  const url = URL.parse(`tcp://${text}`)
  if (!url?.hostname || !url.port) throw new UserError('--to is to be like 127.0.0.1:5514.')
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) }
}

/** Sends so many and answers how many of each shape there were. */
async function sendFakes(place: Place, number: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const socket = await connected(place)
  const closed = closing(socket)
  for (let sent = 0; sent < number; sent += PART) {
    const part = fakeErrors(Math.min(PART, number - sent), SPAN_MS, Date.now(), randomBelow)
    for (const { shape } of part) counts.set(shape.name, (counts.get(shape.name) ?? 0) + 1)
    await write(socket, part)
  }
  // It closes its side when it has read everything.
  socket.end()
  socket.resume()
  await closed
  return counts
}

const randomBelow = (below: number) => Math.floor(Math.random() * below)

async function connected({ host, port }: Place): Promise<Socket> {
  const socket = connect(port, host)
  try {
    await once(socket, 'connect')
  } catch (error) {
    throw new UserError(
      `No intake listens for syslog on ${host}:${port} (${reasonOf(error)}). Start Belfry, or say where to: --to HOST:PORT.`,
    )
  }
  return socket
}

/** Until it is taken over, or the connection is closed, which is told elsewhere. */
const write = (socket: Socket, part: FakeError[]) =>
  new Promise<void>(resolve => socket.write(part.map(syslogFrame).join(''), () => resolve()))

/** Resolves when the other side has closed in peace. */
function closing(socket: Socket): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    socket.once('error', error =>
      reject(new UserError(`The intake has ended the connection: ${reasonOf(error)}`)),
    )
    socket.once('close', () => resolve())
  })
  closed.catch(() => {})
  return closed
}

function sentWords(counts: Map<string, number>, { host, port }: Place): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const rows = SHAPES.flatMap(({ name, program, level }) => {
    const count = counts.get(name)
    return count ? [`${count.toLocaleString('en').padStart(9)}  ${program}, ${level}: ${name}`] : []
  })
  return [
    `Sent ${total.toLocaleString('en')} errors of the last hour to ${host}:${port}, syslog over TCP:`,
    ...rows,
  ].join('\n')
}

function countOf(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= COUNT.most) return count
  throw new InvalidArgumentError(`a whole number, 1 to ${COUNT.most}`)
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
