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

if (chosen.length === 0 || chosen.some(path => /browser|flows/.test(path)))
  await prepareBrowserTests()
const { status, passed, failed, skipped, failures, flaky } = runVitest(chosen)
for (const line of flaky) say(`FLAKY ${line}`)
for (const line of failures) say(`FAILED ${line}`)
say(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = status

/** Built once here, the pages don't count as the time of some test. */
async function prepareBrowserTests() {
  if (!installChromium())
    say('There is no Chromium and it cannot be installed here: the browser tests are skipped.')
  await buildPages(say).catch((error: unknown) => say(reasonOf(error)))
}

function runVitest(paths: string[]): Report & { status: number } {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-report-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=./tests/reporter.ts']
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...paths]
  const env = { ...process.env, BELFRY_REPORT: file }
  const { status } = spawnSync(process.execPath, vitest, { stdio: 'inherit', env })
  const report = readReport(file)
  rmSync(folder, { recursive: true })
  // A setup that failed has no tests to count.
  const failed = report.failed || (status === 0 ? 0 : 1)
  return { ...report, failed, status: status ?? 1 }
}

function readReport(file: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] }
  }
}
