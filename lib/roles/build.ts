import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '#lib/failures.ts'

const ROOT = join(import.meta.dirname, '../..')
const SOURCES = [
  '{app,lib,sources,alerts,client}/**/*.{ts,tsx,css,svg}',
  '*.{ts,json}',
  'prisma/schema.prisma',
]
const MARK = join(ROOT, '.next/belfry-source')

/** Builds the pages unless the last build is of exactly this source. */
export async function buildPages(say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const fingerprint = sourceFingerprint()
  if (builtFrom() === fingerprint) return

  say('Building the pages (once for each version; about a minute) …')
  const started = performance.now()
  await nextBuild(signal)
  writeFileSync(MARK, fingerprint)
  say(`Built in ${Math.round((performance.now() - started) / 1000)} s.`)
}

function sourceFingerprint(): string {
  const hash = createHash('sha256').update(process.version)
  const files = SOURCES.flatMap(pattern => globSync(pattern, { cwd: ROOT })).sort()
  for (const file of files) {
    // Next writes these two by itself during a build.
    if (file === 'next-env.d.ts' || file === 'tsconfig.json') continue
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

function builtFrom(): string | undefined {
  try {
    return readFileSync(MARK, 'utf8')
  } catch {
    return undefined
  }
}

/** Its output is shown only when it fails. */
function nextBuild(signal?: AbortSignal): Promise<void> {
  const next = join(ROOT, 'node_modules/next/dist/bin/next')
  const build = spawn(process.execPath, [next, 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  let output = ''
  for (const stream of [build.stdout, build.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise((resolve, reject) => {
    build.once('error', reject)
    build.once('exit', code =>
      code === 0
        ? resolve()
        : reject(new UserError(`The pages could not be built:\n${output.slice(-6000)}`)),
    )
  })
}
