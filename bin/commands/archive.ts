import { hostname } from 'node:os'
import { Command, Option } from 'commander'
import { listArchive } from '#lib/events/archive/catalog.ts'
import { openPlace } from '#lib/events/archive/place.ts'
import { copyFiles, packFiles, pruneDays } from '#lib/events/archive/upkeep.ts'
import { UserError } from '#lib/failures.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'

const PLACE = 'a folder, or s3://bucket/prefix'
const PAGE = 100

interface Options {
  endpoint?: string
}

const command = (name: string) =>
  new Command(name).addOption(
    new Option('--endpoint <url>', 'of what speaks S3, where it is not Amazon’s').env(
      'BELFRY_ARCHIVE_ENDPOINT',
    ),
  )

const list = command('list')
  .description('print the days of an archive, the newest first: day, project, type, files, bytes')
  .argument('<place>', PLACE)
  .action(async (address: string, { endpoint }: Options) => {
    const place = openPlace(address, endpoint)
    const nameOf = (id: number) => (id === DEFAULT_PROJECT ? 'default' : `project${id}`)
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await listArchive(place, { limit: PAGE, cursor, nameOf })
      for (const { day, types } of items)
        for (const { project, type, files, bytes } of types)
          say([day, project, type, files, bytes].join('\t'))
      if (next === null) return
      cursor = next
    }
  })

const copy = command('copy')
  .description(
    'copy the files of an archive into which nothing is written any more, and that the other has not',
  )
  .argument('<from>', PLACE)
  .argument('<to>', PLACE)
  .option('--host <name>', 'whose files they are, where their names don’t say so', hostname())
  .option('--as-is', 'leave the names as they are')
  .option('--packed-only', 'leave those that are not packed; otherwise they are packed on the way')
  .action(async (from: string, to: string, options: Options & Copying) => {
    const { endpoint, host, asIs, packedOnly = false } = options
    const copied = copyFiles(openPlace(from, endpoint), openPlace(to, endpoint), {
      ...{ now: new Date(), host: asIs ? null : host, isPackedOnly: packedOnly },
    })
    for await (const path of copied) say(path)
  })

interface Copying {
  host: string
  asIs?: boolean
  packedOnly?: boolean
}

const pack = command('pack')
  .description('pack the files of an archive into which nothing is written any more')
  .argument('<place>', PLACE)
  .action(async (address: string, { endpoint }: Options) => {
    for await (const path of packFiles(openPlace(address, endpoint), new Date())) say(path)
  })

const prune = command('prune')
  .description('remove the days of an archive that are older than so many')
  .argument('<place>', PLACE)
  .requiredOption('-d, --days <number>', 'whole days')
  .action(async (address: string, { endpoint, days }: Options & { days: string }) => {
    if (!/^\d{1,5}$/.test(days)) throw new UserError('--days is to be a whole number of days.')
    const gone = pruneDays(openPlace(address, endpoint), Number(days), new Date())
    for await (const day of gone) say(day)
  })

export const archive = new Command('archive')
  .description('look after an archive of events, Belfry’s or BlueOx’s')
  .addCommand(list)
  .addCommand(copy)
  .addCommand(pack)
  .addCommand(prune)

const say = (line: string) => void process.stdout.write(`${line}\n`)
