import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

/** What a run of tests came to, as `tests/run.ts` tells it at its end. */
export interface Report {
  passed: number
  failed: number
  skipped: number
  /** a line for each test that failed */
  failures: string[]
  /** a line for each that failed first and passed when tried again */
  flaky: string[]
}

/** Writes a Report to the file that BELFRY_REPORT names. */
export default class FileReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]) {
    const tests = modules.flatMap(module => [...module.children.allTests()])
    const those = (state: string) => tests.filter(test => test.result().state === state)
    const broken = modules.flatMap(module =>
      module.errors().map(error => `${fileOf(module)}: ${firstLine(error)}`),
    )
    const failed = those('failed')
    const report: Report = {
      passed: those('passed').length,
      // A file that cannot even be loaded has no tests to count.
      failed: failed.length + broken.length + errors.length,
      skipped: those('skipped').length,
      failures: [...failed.map(line), ...broken, ...errors.map(firstLine)],
      flaky: tests.filter(test => test.diagnostic()?.flaky).map(line),
    }
    writeFileSync(process.env.BELFRY_REPORT ?? '', JSON.stringify(report))
  }
}

const fileOf = (module: TestModule) => relative(process.cwd(), module.moduleId)

function line(test: TestCase): string {
  const [error] = test.result().errors ?? []
  return `${fileOf(test.module)} > ${test.fullName}: ${error ? firstLine(error) : ''}`
}

const firstLine = ({ message }: { message?: string }) =>
  (message ?? '').trim().split('\n', 1)[0]?.slice(0, 300) ?? ''
