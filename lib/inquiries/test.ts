import { type Changer, reachOf, reachOfMonitor, refuseForeignGroups } from '#lib/access/reach.ts'
import { lastRunOf } from '#lib/inquiries/data.ts'
import { CALL_LIMIT_MS } from '#lib/inquiries/kinds.ts'
import { ask } from '#lib/inquiries/mutations.ts'
import { type TestDraft, type TestResult, testDraft } from '#lib/inquiries/schema.ts'
import { parse } from '#lib/parse.ts'

/**
 * Runs a script as a monitor's run would, but records nothing and tells nobody. Throws a UserError (field `groups`)
 * when the draft has groups that whoever tries it is not in.
 */
export async function testScript(
  draft: TestDraft,
  by: Changer,
  signal?: AbortSignal,
): Promise<TestResult> {
  const { id, name, tags, groups, ...job } = parse(testDraft, draft)
  refuseForeignGroups(by, groups)
  const previous = id === null ? NOTHING_BEFORE : await lastRunOf(reachOf(by), id)
  // Longer than the script may take: it may have to wait for its turn.
  return ask(
    'test',
    { ...job, monitor: { id, name, tags }, previous, reach: reachOfMonitor(groups) },
    {
      ...{ timeoutMs: job.timeoutMs + CALL_LIMIT_MS, signal },
      entry: {
        ...{ actor: by, action: 'test', subject: 'monitor', subjectId: id ?? 'new', name },
        change: {},
      },
    },
  )
}

const NOTHING_BEFORE = { state: 'INACTIVE', value: null, at: null } as const
