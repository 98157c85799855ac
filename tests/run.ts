import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reasonOf } from '#lib/failures.ts'
import { buildPages } from '#lib/roles/build.ts'
import { installChromium } from '#tests/chromium.ts'
import type { Report } from '#tests/reporter.ts'

/** Runs Vitest, shows what it shows, and ends with one line `N passed, N failed, N skipped`. */
const say = (line: string) => void process.stdout.write(`${line}\n`)
const chosen = process.argv.slice(2)
/** More files than this do not fail by chance. */
const TRIED_AGAIN = 6
/** What takes longer hangs. */
const LIMIT_MS = 40 * 60_000

if (chosen.length === 0 || chosen.some(path => /browser|flows/.test(path)))
  await prepareBrowserTests()
const first = runVitest(chosen)
const again = filesToTryAgain(first)
const second = again.length > 0 ? runVitest([...options(chosen), ...again]) : {}
const report = { ...first, ...second }
const files = Object.values(report)
const failures = files.flatMap(file => file.failures)

for (const file of again)
  if (second[file]?.failures.length === 0)
    for (const line of first[file]?.failures ?? []) say(`FLAKY ${line}`)
for (const line of failures) say(`FAILED ${line}`)
const sum = (count: 'passed' | 'skipped') => files.reduce((all, file) => all + file[count], 0)
say(`${sum('passed')} passed, ${failures.length} failed, ${sum('skipped')} skipped`)
process.exitCode = failures.length > 0 ? 1 : 0

/** Built once here, the pages don't count as the time of some test. */
async function prepareBrowserTests() {
  if (!installChromium())
    say('There is no Chromium and it cannot be installed here: the browser tests are skipped.')
  await buildPages(say).catch((error: unknown) => say(reasonOf(error)))
}

/** In CI those with failures, each with a database of its own again (docs/decisions/010-tried-again.md). */
function filesToTryAgain(report: Report): string[] {
  const failed = Object.keys(report).filter(file => report[file]?.failures.length)
  const isChance = failed.length <= TRIED_AGAIN && !failed.includes('')
  return process.env.CI && isChance ? failed : []
}

/** `--config FILE` and the like, without the paths. */
function options(all: readonly string[]): string[] {
  return all.filter((word, i) => word.startsWith('-') || all[i - 1]?.startsWith('--config'))
}

function runVitest(args: string[]): Report {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-report-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=./tests/reporter.ts']
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args]
  // Processes that tests start are compiled once for all.
  const env = { NODE_COMPILE_CACHE: join(folder, 'compiled'), ...process.env, BELFRY_REPORT: file }
  const { status } = spawnSync(process.execPath, vitest, {
    ...{ stdio: 'inherit', env },
    ...{ timeout: LIMIT_MS, killSignal: 'SIGKILL' },
  })
  const report = readReport(file)
  rmSync(folder, { recursive: true })
  const isTold = Object.values(report).some(({ failures }) => failures.length > 0)
  if (status === 0 || isTold) return report
  // A setup that failed has no tests to count.
  return {
    ...report,
    '': { passed: 0, skipped: 0, failures: ['the tests did not run to their end'] },
  }
}

function readReport(file: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return {}
  }
}
