import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { basename, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Command } from 'commander'
import { type Destination, keyOption, NotNow, sendErrors, urlOption } from '#bin/destination.ts'
import { followLogs, type Written } from '#bin/follow/follow-logs.ts'
import { logPaths } from '#bin/follow/log-paths.ts'
import { openPositions, usualStateFile } from '#bin/follow/positions.ts'
import { UserError } from '#lib/failures.ts'

const RETRY_MS = 5_000

interface Options extends Destination {
  fromStart?: boolean
  level?: string
  host: string
  program?: string
  state?: string
}

export const follow = new Command('follow')
  .description('send every line that is written to log files as an error, across their rotation')
  .argument('[path...]', 'files, and folders whose *.log are followed')
  .addOption(urlOption())
  .addOption(keyOption())
  .option('--from-start', 'send what is in the files already, too')
  .option('--level <level>', 'how bad a line is (default: error)')
  .option('--host <name>', 'where the lines come from', hostname())
  .option('--program <name>', 'what writes them (default: the name of the file)')
  .option('--state <file>', 'where it is kept how far the files were sent')
  .action(async (paths: string[], options: Options) => {
    if (paths.length === 0) throw new UserError('Name files or folders to follow.')
    const stop = new AbortController()
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => stop.abort())
    await followPaths(paths, options, stop.signal)
  })

async function followPaths(given: string[], options: Options, signal: AbortSignal) {
  const paths = logPaths(given)
  const stateFile = options.state ?? usualStateFile(given.map(path => resolve(path)))
  const positions = openPositions(stateFile)
  say(`Following ${given.join(', ')}; how far is kept in ${stateFile}.`)
  await followLogs({
    paths,
    positions,
    fromStart: options.fromStart ?? false,
    send: written => sendPatiently(errorsIn(written, options), options, signal),
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

/** Until the intake has taken them. Rejects when it never will, or the signal aborts. */
async function sendPatiently(errors: object[], to: Destination, signal: AbortSignal) {
  for (;;) {
    signal.throwIfAborted()
    try {
      const answers = await sendErrors(errors, to)
      const refused = answers.find(({ status }) => status === 'invalid')
      if (refused) say(`A line was refused: ${refused.error}`)
      return
    } catch (error) {
      if (!(error instanceof NotNow)) throw error
      const waitMs = error.afterMs ?? RETRY_MS
      say(`${error.message}; again in ${waitMs / 1000} s`)
      await delay(waitMs, undefined, { signal }).catch(() => {})
    }
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
