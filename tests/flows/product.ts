import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { buildPages } from '#lib/roles/build.ts'
import { alive, familyOf, type Seen } from '#tests/flows/processes.ts'
import { listenersAt } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

export const ROOT = join(import.meta.dirname, '../..')
export const TOKEN = 'token-of-the-flows'
/** Any number that nothing else locks with. */
const BUILD_LOCK = 4_170_000

export interface Options {
  /** settings beside PORT, BELFRY_DATA and BELFRY_TOKEN, which are chosen; the intake takes free ports */
  env?: Record<string, string>
  data?: string
  port?: number
  /** what is started; `npm start` when left out */
  command?: string[]
}

/** A started Belfry, ready or not. */
export interface Product {
  url: string
  data: string
  process: ChildProcess
  /** all that it printed so far */
  output(): string
  /** its exit code, or the signal that ended it */
  exited: Promise<number | string>
  /** every process it consists of, as they are now */
  family(): Seen[]
  /** asks the API with the admin token */
  api(path: string, method?: string, body?: unknown): Promise<Answer>
  /** SIGTERM; resolves when none of its processes is left */
  stop(): Promise<void>
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: JSON that tests look into freely
  body: any
}

/** Starts Belfry as a person would and waits until it takes requests; answers its sign-in link too. */
export async function startProduct(options: Options = {}): Promise<Product & { link: string }> {
  await buildOnce()
  const product = launch({ port: await freePort(), ...options })
  let ended: number | string | undefined
  void product.exited.then(how => (ended = how))
  const link = await until(() => {
    if (ended !== undefined) throw new Error(`it ended (${ended}): ${product.output()}`)
    return product.output().match(/https?:\S+\/sign-in\?link=\S+/)?.[0]
  })
  return { ...product, link }
}

/** Starts it and waits for nothing. */
export function launch({ env, data = newFolder(), port = 0, command }: Options): Product {
  const [file = 'npm', ...args] = command ?? ['npm', 'start', '--silent']
  const child = spawn(file, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment({
      ...{ PORT: String(port), BELFRY_DATA: data, BELFRY_TOKEN: TOKEN },
      ...{ ...listenersAt('0'), ...env },
    }),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const exited = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0))
  })
  const url = `http://127.0.0.1:${port}`
  const family = () => familyOf(child.pid ?? 0)
  return {
    url,
    data,
    process: child,
    output: () => output,
    exited,
    family,
    api: (path, method, body) => ask(`${url}/api${path}`, method, body),
    async stop() {
      const members = family()
      child.kill('SIGTERM')
      await until(() => alive(members).length === 0)
    },
  }
}

export const isHealthy = ({ url }: Product): Promise<boolean> =>
  fetch(`${url}/api/health`).then(
    answer => answer.ok,
    () => false,
  )

async function ask(url: string, method = 'GET', body?: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}

/** Several test files may need the pages at once; only one may build them. */
export async function buildOnce() {
  const client = new pg.Client({ connectionString: process.env.BELFRY_TEST_SERVER })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [BUILD_LOCK])
    await buildPages(line => process.stderr.write(`${line}\n`))
  } finally {
    await client.end()
  }
}

/** The tests' own settings must not reach the product. NODE_ENV, which Next's types want, is set by itself. */
export function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, HOME, LANG, TMPDIR, NODE_COMPILE_CACHE, ...settings }
  return env as unknown as NodeJS.ProcessEnv
}

const folders: string[] = []
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A data folder of its own, gone when the tests are over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-flow-'))
  folders.push(folder)
  return folder
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
