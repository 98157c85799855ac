import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { type Env, readEnv } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import { type Overrides, type RelayConfig, readConfig } from '#lib/relay/config.ts'
import { openRelay } from '#lib/relay/open.ts'
import { serveStatus } from '#lib/relay/status/serve.ts'
import type { RelayStatus } from '#lib/relay/status/status.ts'
import { statusInWords } from '#lib/relay/status/words.ts'

const USUAL_FILE = 'relay.yaml'
const USUAL_STATUS = 8_891
const ANSWER_LIMIT_MS = 5_000

interface Options extends Overrides {
  config?: string
  gaveUp?: string[]
}

export const relay = new Command('relay')
  .description(
    'take in on this host all that an intake takes in, keep it on the disk, and send it to the central one',
  )
  .option('--url <url>', 'a centre’s HTTP intake; several are used in this order', collect)
  .option('--key <public[:private]>', 'keys of the project')
  .option('--config <file>', `projects and centres (default: ${USUAL_FILE} if it is there)`)
  .option('--spool <folder>', 'where it is kept (default: relay in BELFRY_DATA)')
  .option('--spool-bytes <size>', 'how much is kept at most, like 500MB (default: 1GiB)')
  .option('--when-full <what>', 'refuse or drop-oldest (default: refuse)')
  .option('--tls-ca <file>', 'the certificate that signed the centre’s, PEM')
  .option(
    '--status <port>',
    `of its status on 127.0.0.1, or off (default: ${USUAL_STATUS})`,
    text => (text === 'off' ? text : portOf(text)),
  )
  .option('--gave-up <url>', 'a centre that will never answer any more', collect)
  .addHelpText(
    'after',
    '\nWhere it listens is set by BELFRY_HOST and BELFRY_INTAKE_*, as for the intake (docs/relay.md).',
  )
  .action(async ({ config: file, gaveUp, ...overrides }: Options) => {
    const config = readConfig(file ?? (existsSync(USUAL_FILE) ? USUAL_FILE : undefined), overrides)
    await runRelay(config, gaveUp ?? [])
  })

relay
  .command('status')
  .description('how the relay on this machine is')
  .option('--port <port>', 'of its status', portOf, USUAL_STATUS)
  .option('--json', 'as JSON')
  .action(async ({ port, json }: { port: number; json?: boolean }) => {
    const status = await askStatus(port)
    process.stdout.write(json ? `${JSON.stringify(status, null, 2)}\n` : statusInWords(status))
  })

async function runRelay(config: RelayConfig, given: readonly string[]): Promise<void> {
  // A relay runs by itself: what goes wrong is to be found in its log.
  if (log.level === 'silent') log.level = 'warn'
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort())
  const env = withOwnPorts(readEnv())
  const folder = config.spool.folder ?? join(env.dataFolder, 'relay')
  const relay = await openRelay({ config, env, folder, log, given })
  const page = await openStatus(config.status, relay.status).catch(async error => {
    await relay.close()
    throw error
  })
  for (const { line } of relay.listeners) say(`Listening: ${line}`)
  if (page) say(`Status on http://127.0.0.1:${page.port}/`)
  say(`Relaying to ${config.centres.map(({ name }) => name).join(', ')}; kept in ${folder}.`)
  await aborted(stop.signal)
  await page?.close()
  await relay.close()
}

/** What comes from Redis is taken by the centre: two that watch the same channels would count twice. */
const withOwnPorts = (env: Env): Env => ({
  ...env,
  intake: { ...env.intake, redisUrl: undefined },
})

const openStatus = async (port: number | null, status: () => RelayStatus) =>
  port === null ? null : serveStatus(port, status)

async function askStatus(port: number): Promise<RelayStatus> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/status`, {
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    })
    return (await response.json()) as RelayStatus
  } catch (error) {
    const reason = reasonOf((error as Error).cause ?? error)
    throw new UserError(`No relay answers on 127.0.0.1:${port}: ${reason}`)
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('It is to be a port.')
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}

const aborted = (signal: AbortSignal) =>
  new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))

const say = (line: string) => void process.stdout.write(`${line}\n`)
