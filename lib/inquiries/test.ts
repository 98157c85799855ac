import type { Actor } from '#lib/access/person.ts'
import { lastRunOf } from '#lib/inquiries/data.ts'
import { CALL_LIMIT_MS } from '#lib/inquiries/kinds.ts'
import { ask } from '#lib/inquiries/mutations.ts'
import { type TestDraft, type TestResult, testDraft } from '#lib/inquiries/schema.ts'
import { parse } from '#lib/parse.ts'

/** Runs a script as a monitor's run would, but records nothing and tells nobody. */
export async function testScript(
  draft: TestDraft,
  actor: Actor,
  signal?: AbortSignal,
): Promise<TestResult> {
  const { id, name, tags, ...job } = parse(testDraft, draft)
  const previous = id === null ? NOTHING_BEFORE : await lastRunOf(id)
  // Longer than the script may take: it may have to wait for its turn.
  return ask(
    'test',
    { ...job, monitor: { id, name, tags }, previous },
    job.timeoutMs + CALL_LIMIT_MS,
    signal,
  )
}

const NOTHING_BEFORE = { state: 'INACTIVE', value: null, at: null } as const
