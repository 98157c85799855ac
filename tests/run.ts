import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reasonOf } from '#lib/failures.ts'
import { buildPages } from '#lib/roles/build.ts'
import { installChromium } from '#tests/chromium.ts'

/** Runs Vitest, shows what it shows, and ends with one line `N passed, N failed, N skipped`. */
const say = (line: string) => void process.stdout.write(`${line}\n`)
const chosen = process.argv.slice(2)

if (chosen.length === 0 || chosen.some(path => /browser|flows/.test(path)))
  await prepareBrowserTests()
const { status, passed, failed, skipped } = runVitest(chosen)
say(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = status

/** Built once here, the pages don't count as the time of some test. */
async function prepareBrowserTests() {
  if (!installChromium())
    say('There is no Chromium and it cannot be installed here: the browser tests are skipped.')
  await buildPages(say).catch((error: unknown) => say(reasonOf(error)))
}

function runVitest(paths: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-report-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...paths]
  const { status } = spawnSync(process.execPath, vitest, { stdio: 'inherit' })
  const counts = countsIn(report)
  rmSync(folder, { recursive: true })
  // A file that cannot even be loaded, or a setup that failed, has no tests to count.
  const failed = counts.failed || (status === 0 ? 0 : 1)
  return { ...counts, failed, status: status ?? 1 }
}

function countsIn(report: string) {
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>
    return {
      passed: counts.numPassedTests ?? 0,
      failed: counts.numFailedTests ?? 0,
      skipped: (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0),
    }
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
