import { start } from '#client/contexts.ts'
import { recordedFetch } from '#client/fetch.ts'
import { clearContexts, configure, type Event } from '#client/index.ts'
import { recordLog } from '#client/logs/record.ts'
import { stackOf } from '#client/thrown.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'

interface LogRecord {
  name: string
  level: string
  msg: string
  exc?: boolean
}

/** What is recorded while some contexts are open. */
async function recordedIn(golden: Case, act: () => unknown): Promise<Event[]> {
  const events: Event[] = []
  clearContexts()
  configure(event => void events.push(event))
  try {
    for (const name of (golden.open ?? []) as string[]) start(name)
    await act()
    return events
  } finally {
    configure(null)
    clearContexts()
  }
}

const timingOut = async () => {
  throw new DOMException('nobody answers', 'TimeoutError')
}

/** Lines of logs, and outgoing requests. */
export const integrations: Adapter['groups'] = {
  async log_handler(golden) {
    const { exc, ...line } = golden.record as LogRecord
    const exception = exc ? stackOf(new Error('traceback')) : undefined
    const [event] = await recordedIn(golden, () => recordLog({ ...line, exception }))
    const body = { ...event?.body, ...(exception && { exception: '<traceback text>' }) }
    return { expected: golden.expected, got: event ? { type: event.type, body } : null }
  },
  async http_client(golden) {
    const asking = recordedFetch(timingOut)
    const [event] = await recordedIn(golden, () => asking('http://host/').catch(() => {}))
    const { response } = (event?.body ?? {}) as { response?: { code?: number } }
    return {
      expected: golden.expected,
      got: { type: event?.type, timeout_code: response?.code },
    }
  },
}
