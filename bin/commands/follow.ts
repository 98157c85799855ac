import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { basename, resolve } from 'node:path'
import { Command } from 'commander'
import { keyOption, sendPatiently, urlOption } from '#bin/destination.ts'
import { followLogs, type Written } from '#bin/follow/follow-logs.ts'
import { logPaths } from '#bin/follow/log-paths.ts'
import { addMailOptions, followMailbox, type MailOptions } from '#bin/follow/mail.ts'
import { openPositions, usualStateFile } from '#bin/follow/positions.ts'
import { UserError } from '#lib/failures.ts'

interface Options extends MailOptions {
  fromStart?: boolean
  level?: string
  host: string
  program?: string
  state?: string
}

export const follow = new Command('follow')
  .description(
    'send every line that is written to log files as an error, across their rotation; or every mail',
  )
  .argument('[path...]', 'files, and folders whose *.log are followed')
  .addOption(urlOption())
  .addOption(keyOption())
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
    send: written => sendPatiently(errorsIn(written, options), options, { say, signal }),
    signal,
  }).catch(error => {
    if (!signal.aborted) throw error
  })
}

/** Each line has a name of its own, so that one that is sent again is counted once. */
function errorsIn({ path, position, lines }: Written, { level, host, program }: Options) {
  return lines.map(({ text, offset }) => ({
    message: text,
    level,
    host,
    program: program ?? basename(path).replace(/\.log$/, ''),
    uid: createHash('sha256')
      .update(JSON.stringify([host, path, position.inode, position.since, offset, text]))
      .digest('base64url'),
    extra: { file: path },
  }))
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
