import { Command, InvalidArgumentError } from 'commander'
import { chanceFrom } from '#bin/demo/shop/chance.ts'
import { notificationsOf } from '#bin/demo/streams/cloud.ts'

const MOST = 10_000

interface Options {
  instances: number
  fresh: number
  failing: number
}

export const demoCloud = new Command('cloud')
  .description(
    'print the notifications of a small cloud, a line of JSON for each: of yesterday with its audit, and of instances that are asked for right now',
  )
  .option('--instances <count>', 'that lived yesterday', countOf, 30)
  .option('--fresh <count>', 'that are asked for right now', countOf, 8)
  .option('--failing <count>', 'of those: that never become active', countOf, 2)
  .action((options: Options) => {
    const now = new Date()
    const all = notificationsOf({ ...options, now, chance: chanceFrom(now.getTime()) })
    process.stdout.write(all.map(one => `${JSON.stringify(one)}\n`).join(''))
  })

function countOf(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 0 && count <= MOST) return count
  throw new InvalidArgumentError(`a whole number, 0 to ${MOST}`)
}
