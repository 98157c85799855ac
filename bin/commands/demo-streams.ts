import { Command, InvalidArgumentError } from 'commander'
import { connect } from '#bin/connect.ts'
import { chanceFrom } from '#bin/demo/shop/chance.ts'
import { putUp } from '#bin/demo/streams/put-up.ts'
import { trade } from '#bin/demo/streams/trade.ts'
import { type Destination, keyOption, sendPatiently, urlOption } from '#bin/destination.ts'

interface Options extends Destination {
  seconds: number
  rate: number
  day: number
}

export const demoStreams = new Command('streams')
  .description(
    'take orders in a made-up shop, most of which are paid and shipped within a short day; with a trigger that measures those and tells the others as errors',
  )
  .addOption(urlOption())
  .addOption(keyOption())
  .option('--seconds <count>', 'for how long orders come', numberUpTo(86_400), 60)
  .option('--rate <count>', 'orders a second', numberUpTo(200), 3)
  .option('--day <seconds>', 'how long a day is', numberUpTo(86_400), 20)
  .action(async ({ seconds, rate, day, ...to }: Options) => {
    const env = await connect()
    const trigger = await putUp(day)
    const stop = new AbortController()
    const { signal } = stop
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort())
    say(`Orders come for ${seconds} seconds, about ${rate} a second; a day has ${day} seconds.`)
    say(`\n${whereToLook(env.url, trigger)}\n`)
    const orders = await trade({
      ...{ seconds, rate, signal, daySeconds: day, chance: chanceFrom(Date.now()) },
      send: events => sendPatiently(events, to, { say, signal, into: 'events' }),
    })
    say(`${orders.toLocaleString('en')} orders came; what is overdue is told when its day is over.`)
  })

const whereToLook = (base: string, trigger: number) =>
  [
    `  ${base}/streams?trigger=${trigger}`,
    '    orders that wait, and those that are complete or overdue',
    `  ${base}/streams/triggers/${trigger}`,
    '    how many there were, and why events did not match',
    `  ${base}/explore?metric=demo.orders.seconds`,
    '    how long it takes from an order to its shipment',
    `  ${base}/errors?q=overdue`,
    '    the overdue ones',
  ].join('\n')

function numberUpTo(most: number) {
  return (text: string): number => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= 1 && number <= most) return number
    throw new InvalidArgumentError(`a whole number, 1 to ${most}`)
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
