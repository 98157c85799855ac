import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

/** What the tests of one file came to. */
export interface FileReport {
  passed: number
  skipped: number
  /** a line for each test that failed, and for what went wrong outside of them */
  failures: string[]
}

/** By file, as `tests/run.ts` counts it; what belongs to no file stands under the empty name. */
export type Report = Record<string, FileReport>

/** Writes a Report to the file that BELFRY_REPORT names. */
export default class FileReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]) {
    const report: Report = {}
    for (const module of modules) report[nameOf(module.moduleId)] = reportOf(module)
    for (const error of errors) {
      const file = nameOf(String(error.VITEST_TEST_PATH ?? ''))
      report[file] ??= { passed: 0, skipped: 0, failures: [] }
      report[file].failures.push(`${file}: ${firstLine(error)}`)
    }
    writeFileSync(process.env.BELFRY_REPORT ?? '', JSON.stringify(report))
  }
}

function reportOf(module: TestModule): FileReport {
  const tests = [...module.children.allTests()]
  const those = (state: string) => tests.filter(test => test.result().state === state)
  // A file that cannot even be loaded has no tests to count.
  const broken = module.errors().map(error => `${nameOf(module.moduleId)}: ${firstLine(error)}`)
  return {
    passed: those('passed').length,
    skipped: those('skipped').length,
    failures: [...those('failed').map(line), ...broken],
  }
}

const nameOf = (path: string) => path && relative(process.cwd(), path)

function line(test: TestCase): string {
  const [error] = test.result().errors ?? []
  return `${nameOf(test.module.moduleId)} > ${test.fullName}: ${error ? firstLine(error) : ''}`
}

const firstLine = ({ message }: { message?: string }) =>
  (message ?? '').trim().split('\n', 1)[0]?.slice(0, 300) ?? ''
