import { once } from 'node:events'
import { Command, Option } from 'commander'
import { openGroups } from '#bin/tail/group.ts'
import { eventsIn, hasInput } from '#bin/tail/input.ts'
import { eventsLive } from '#bin/tail/over-api.ts'
import { prettyOf } from '#bin/tail/pretty.ts'
import { queryOf } from '#bin/tail/query.ts'
import type { Told } from '#bin/tail/told.ts'
import { UserError } from '#lib/failures.ts'
import { controlAddress } from '#lib/intake/blueox/ports.ts'

interface Options {
  query?: string
  project?: string
  json?: boolean
  pretty?: boolean
  group?: boolean
  url: string
  token?: string
  blueox?: string | true
}

export const tail = new Command('tail')
  .description('print events as Belfry stores them, or those of standard input')
  .argument('[type]', 'of events, like request or "request*"; not with standard input')
  .option('-q, --query <query>', 'as on the page of events, like "response.status >= 500"')
  .option('--project <name>', 'of this project alone')
  .addOption(new Option('--json', 'a line of JSON for each (default)').conflicts('pretty'))
  .option('-p, --pretty', 'a line about each, and what it says by name')
  .option('--group', 'the events of an id together, once the one whose type has no dot has come')
  .addOption(
    new Option('--url <url>', 'Belfry’s address')
      .env('BELFRY_URL')
      .default('http://127.0.0.1:3000'),
  )
  .addOption(new Option('--token <token>', 'with the right events:read').env('BELFRY_TOKEN'))
  .addOption(
    new Option(
      '--blueox [address]',
      'of an oxd, or of Belfry by its wire: the control port (default: BLUEOX_CLIENT_HOST)',
    ).conflicts(['query', 'project']),
  )
  .addHelpText(
    'after',
    `
When something is put into standard input, its events are printed: lines of JSON or MessagePack, as
"belfry events" or BlueOx’s files have them. Of more than 200 events a second a fair share comes.`,
  )
  .action(async (type: string | undefined, options: Options, command: Command) => {
    const { blueox } = options
    if (blueox) return print(await overBlueox(blueox, type), options)
    const isAsked = type !== undefined || ['query', 'project'].some(name => isGiven(command, name))
    const isServer = ['url', 'token'].some(name => isGiven(command, name))
    if (!isServer && hasInput() && !(isAsked && options.token)) {
      if (isAsked) throw new UserError('A type, --query and --project are not for standard input.')
      await print(eventsIn(process.stdin), options)
      return
    }
    const { url, token, project } = options
    if (!token) throw new UserError('Belfry is asked with a --token, or BELFRY_TOKEN.')
    const signal = new AbortController().signal
    const say = (line: string) => void process.stderr.write(`${line}\n`)
    const query = queryOf(type, options.query)
    await print(eventsLive({ url, token, query, project, signal, say }), options)
  })

/** ZeroMQ is loaded by those who use it. */
async function overBlueox(given: string | true, type: string | undefined) {
  const { eventsOfBlueox } = await import('#bin/tail/over-blueox.ts')
  const address = controlAddress(given === true ? process.env : { BLUEOX_CLIENT_HOST: given })
  return eventsOfBlueox({ address, type })
}

const isGiven = (command: Command, name: string) => command.getOptionValueSource(name) === 'cli'

async function print(events: AsyncIterable<Told>, { pretty, group }: Options): Promise<void> {
  // Whoever reads has enough.
  process.stdout.on('error', () => process.exit())
  const form = pretty ? prettyOf : (event: Told) => `${JSON.stringify(event)}\n`
  const groups = openGroups<Told>()
  for await (const event of events) {
    const whole = group ? groups.add(event) : [event]
    if (!whole) continue
    if (!process.stdout.write(whole.map(form).join(''))) await once(process.stdout, 'drain')
  }
}
