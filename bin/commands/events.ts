import { once } from 'node:events'
import { Command, Option } from 'commander'
import { asJson, asMessage, asWords, type Form } from '#bin/events/form.ts'
import { type AskedEvents, eventsOver } from '#bin/events/over-api.ts'
import { rangeOf } from '#bin/events/range.ts'
import { eventsHere, eventsIn } from '#bin/events/sources.ts'
import type { StoredEvent } from '#lib/events/data.ts'
import { UserError } from '#lib/failures.ts'

const HOUR_MS = 3_600_000

interface Options {
  from?: string
  to?: string
  project?: string
  limit?: number
  json?: boolean
  msgpack?: boolean
  pretty?: boolean
  archive?: string
  endpoint?: string
  url?: string
  token?: string
}

export const events = new Command('events')
  .description(
    'print the events that fit: those of the archive day by day, then those of the store by their end',
  )
  .argument('[query]', 'as on the page of events, like "type:request* response.status >= 500"', '')
  .option('--from <time>', 'a day (20260131), a time, or one back from now (-6h)')
  .option('--to <time>', 'likewise; a day counts in whole (default: now, or the end of that day)')
  .option('--project <name>', 'of this project alone')
  .option('--limit <number>', 'no more than so many', readLimit)
  .addOption(
    new Option('--json', 'a line of JSON for each (default)').conflicts(['msgpack', 'pretty']),
  )
  .addOption(new Option('--msgpack', 'MessagePack as BlueOx has it').conflicts('pretty'))
  .option('-p, --pretty', 'a line about each, and what it says by name')
  .addOption(
    new Option(
      '--archive <place>',
      'what lies in this archive alone, BlueOx’s too: a folder, or s3://bucket/prefix',
    ).conflicts('url'),
  )
  .addOption(
    new Option('--endpoint <url>', 'of what speaks S3, where it is not Amazon’s').env(
      'BELFRY_ARCHIVE_ENDPOINT',
    ),
  )
  .option('--url <url>', 'ask the Belfry at this address, with --token')
  .addOption(new Option('--token <token>', 'with the right events:read').env('BELFRY_TOKEN'))
  .addHelpText('after', '\nWithout --from: the last hour, of an archive all there is.')
  .action(async (query: string, options: Options) => {
    const longestMs = options.archive === undefined ? HOUR_MS : Number.POSITIVE_INFINITY
    const range = rangeOf(options, { now: new Date(), longestMs })
    const found = sourceOf({ query, project: options.project, ...range }, options)
    await print(found, formOf(options), options.limit)
  })

function formOf({ msgpack, pretty }: Options): Form {
  if (pretty) return asWords
  return msgpack ? asMessage : asJson
}

function sourceOf(asked: AskedEvents, { archive, endpoint, url, token }: Options) {
  const say = (problem: string) => void process.stderr.write(`${problem}\n`)
  if (archive !== undefined) return eventsIn({ address: archive, endpoint }, asked, say)
  if (url === undefined) return eventsHere(asked, say)
  if (!token) throw new UserError('--url takes a --token, or BELFRY_TOKEN.')
  return eventsOver({ url, token }, asked)
}

async function print(
  found: AsyncGenerator<StoredEvent>,
  form: Form,
  limit = Number.POSITIVE_INFINITY,
): Promise<void> {
  // Whoever reads has enough.
  process.stdout.on('error', () => process.exit())
  let left = limit
  for await (const event of found) {
    if (!process.stdout.write(form(event))) await once(process.stdout, 'drain')
    if (--left <= 0) return
  }
}

function readLimit(text: string): number {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text)
  throw new UserError('--limit is to be a whole number.')
}
