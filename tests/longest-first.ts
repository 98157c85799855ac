import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes, the longest first: begun last, it would go on when all else is done. */
const LONG = [
  'tests/lib/sandbox/programs.test.ts',
  'tests/many/',
  'tests/kill-points/',
  'tests/flows/',
  'tests/walk/',
  'tests/browser/',
]

/** The order in which test files begin. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => placeOf(a) - placeOf(b))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const path = relative(process.cwd(), moduleId)
  const place = LONG.findIndex(start => path.startsWith(start))
  return place < 0 ? LONG.length : place
}
