import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { keyOption, sendPatiently, urlOption } from '#bin/destination.ts'
import { followLogs } from '#bin/follow/follow-logs.ts'
import { FORMATS } from '#bin/follow/formats/formats.ts'
import { type ItemOptions, itemsIn } from '#bin/follow/items.ts'
import { logPaths } from '#bin/follow/log-paths.ts'
import { addMailOptions, followMailbox, type MailOptions } from '#bin/follow/mail.ts'
import { openPositions, usualStateFile } from '#bin/follow/positions.ts'
import { UserError } from '#lib/failures.ts'

interface Options extends MailOptions, ItemOptions {
  fromStart?: boolean
  state?: string
}

export const follow = new Command('follow')
  .description(
    'send every line that is written to log files as an error or an event, across their rotation; or every mail',
  )
  .argument('[path...]', 'files, and folders whose *.log are followed')
  .addOption(urlOption())
  .addOption(keyOption())
  .addOption(
    new Option('--as <kind>', 'what a line is').choices(['errors', 'events']).default('errors'),
  )
  .addOption(
    new Option('--format <format>', 'how a line is written')
      .choices(Object.keys(FORMATS))
      .default('text'),
  )
  .option('--type <type>', 'the type of events (default: the name of the file)')
  .option('--from-start', 'send what is in the files already, too')
  .option('--level <level>', 'how bad a line is (default: error)')
  .option('--host <name>', 'where the lines come from', hostname())
  .option('--program <name>', 'what writes them (default: the name of the file)')
  .option('--state <file>', 'where it is kept how far the files were sent')
  .action(async (paths: string[], options: Options) => {
    const { imap, maildir } = options
    if (paths.length === 0 && !imap && !maildir)
      throw new UserError('Name files or folders to follow, or --imap or --maildir.')
    const stop = new AbortController()
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => stop.abort())
    await Promise.all([
      paths.length > 0 && followPaths(paths, options, stop.signal),
      (imap || maildir) && followMailbox(options, stop.signal),
    ])
  })
addMailOptions(follow)

async function followPaths(given: string[], options: Options, signal: AbortSignal) {
  const paths = logPaths(given)
  const stateFile = options.state ?? usualStateFile(given.map(path => resolve(path)))
  const positions = openPositions(stateFile)
  say(`Following ${given.join(', ')}; how far is kept in ${stateFile}.`)
  await followLogs({
    paths,
    positions,
    fromStart: options.fromStart ?? false,
    send: written =>
      sendPatiently(itemsIn(written, options), options, { say, signal, into: options.as }),
    say,
    signal,
  }).catch(error => {
    if (!signal.aborted) throw error
  })
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
