import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs Vitest, shows what it shows, and ends with one line `N passed, N failed, N skipped`. */
const folder = mkdtempSync(join(tmpdir(), 'belfry-report-'))
const report = join(folder, 'report.json')
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
const counts = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>
rmSync(folder, { recursive: true })
const skipped = (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0)
process.stdout.write(
  `${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${skipped} skipped\n`,
)
process.exitCode = status ?? 1
