import { classicRequest } from '#alerts/campfire.ts'
import { fiveLines, valueText } from '#alerts/text.ts'
import { everything } from '#lib/access/reach.ts'
import { DEFAULT_STATES, statesTold, tells } from '#lib/alerting/switches.ts'
import { isDueAgain } from '#lib/monitors/realert.ts'
import { isExpired } from '#lib/monitors/retention.ts'
import { advance } from '#lib/monitors/state.ts'
import { pageOf } from '#lib/paging.ts'
import type { Plain, StateName, Transition } from '#lib/plugin.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { averageOf, type Datapoint, renderUrl, sumOf } from '#sources/graphite.ts'
import { type Adapter, type Case, type Result, wanted } from '#tests/golden/adapter.ts'

const at = new Date('2014-03-14T15:00:00Z')
const believedAtOnce = { after: { OK: 1, ALARM: 1, ERROR: 1 } }
const noSources = {
  methods: async () => ({}),
  call: () => Promise.reject(new Error('there are no sources')),
}

/** Started for the first case that needs it. */
let sandbox: Promise<Sandbox> | undefined

export const revere: Adapter = {
  groups: {
    run_outcome: runOutcome,
    message,
    graphite,

    alert_states(golden) {
      const switches = golden.alert as Record<string, boolean>
      const states = (['OK', 'ALARM', 'ERROR', 'INACTIVE'] as const).filter(
        state => switches[`state_${state.toLowerCase()}`],
      )
      return {
        expected: wanted(golden),
        got: statesTold({ enabled: switches.enabled === true, states }),
      }
    },

    transition(golden) {
      const { old, new: next } = golden as unknown as { old: StateName; new: StateName }
      const now = { state: old, since: at, pending: null }
      // Only a person makes a monitor INACTIVE; no outcome does.
      const { state } =
        next === 'INACTIVE' ? { state: next } : advance(now, next, believedAtOnce, at)
      const alert = { enabled: true, states: DEFAULT_STATES }
      return {
        expected: wanted(golden),
        got: { state_changed: state !== old, default_alert_fires: tells(alert, old, state) },
      }
    },

    alert_config_switch({ enabled_in_config, new_state, expected_fires }) {
      const alert = { enabled: enabled_in_config === true, states: DEFAULT_STATES }
      const from = new_state === 'OK' ? 'ALARM' : 'OK'
      return { expected: expected_fires, got: tells(alert, from, new_state as StateName) }
    },

    paging(golden) {
      const { page, lastPage, offset } = pageOf(golden.rows as number, golden.page_arg as string)
      return { expected: wanted(golden), got: { page, last_page: lastPage, offset } }
    },

    retention({ now, retain_days, timestamp, expected_deleted }) {
      const utc = (text: unknown) => new Date(`${text}Z`)
      return {
        expected: expected_deleted,
        got: isExpired(utc(timestamp), utc(now), retain_days as number),
      }
    },

    rearview_realert({ last_alerted_at, error_timeout, now, expected_alert }) {
      const seconds = (value: unknown) => (value === null ? null : new Date(Number(value) * 1000))
      const minutes = (error_timeout as number | null) ?? 60
      return {
        expected: expected_alert,
        got: isDueAgain('ALARM', seconds(last_alerted_at), minutes, seconds(now) ?? at),
      }
    },
  },

  async close() {
    await (await sandbox)?.close()
  },
}

/** Says in TypeScript what a Python script did, and runs it. */
async function runOutcome(golden: Case): Promise<Result> {
  const { raises, text, return_value } = golden.outcome as {
    raises: string | null
    text: string | null
    return_value: Plain
  }
  const value = JSON.stringify(return_value)
  const raised = raises === 'MonitorFailure' ? 'MonitorFailure' : 'Error'
  const script = raises
    ? `${return_value === null ? '' : `record('value', ${value})\n`}throw new ${raised}(${JSON.stringify(text ?? '')})`
    : return_value === null
      ? 'const nothing = 1'
      : `return ${value}`

  sandbox ??= openSandbox({ broker: noSources, processes: 1 })
  const outcome = await (await sandbox).run({
    script,
    monitor: { id: 1, name: 'golden', tags: [] },
    now: at,
    previous: { state: 'INACTIVE', value: null, at: null },
    timeoutMs: 30_000,
    sources: null,
    reach: everything,
  })
  const expected = wanted(golden) as Record<string, unknown>
  const got: Record<string, unknown> = {
    state: outcome.state,
    message: outcome.message,
    return_value: outcome.value === null ? null : valueText(outcome.value),
  }
  return { expected, got: Object.fromEntries(Object.keys(expected).map(key => [key, got[key]])) }
}

function message(golden: Case): Result {
  const event = golden.event as Record<string, Plain>
  const transition: Transition = {
    deliveryId: '',
    monitorId: 1,
    monitor: String(event.monitor_name),
    tags: [],
    from: event.old_state as StateName,
    to: event.new_state as StateName,
    message: String(event.message),
    value: event.return_value ?? null,
    unit: '',
    at,
    repeat: 0,
    url: '',
    runbookUrl: null,
    history: '',
    test: false,
  }
  const expected = wanted(golden)
  if (typeof expected === 'string') return { expected, got: fiveLines(transition) }

  const config = golden.config as Record<string, string>
  const request = classicRequest(
    {
      subdomain: String(config.subdomain),
      roomId: String(config.room_id),
      apiToken: String(config.api_token),
    },
    transition,
  )
  const credentials = Buffer.from(request.headers.authorization.replace('Basic ', ''), 'base64')
  return {
    expected,
    got: {
      method: request.method,
      url: request.url,
      content_type: request.headers['content-type'],
      basic_auth: credentials.toString().split(':'),
      json: JSON.parse(request.body),
    },
  }
}

function graphite(golden: Case): Result {
  const expected = wanted(golden)
  if (golden.datapoints) {
    const points = golden.datapoints as Datapoint[]
    return { expected, got: { get_sum: sumOf(points), get_avg: orError(() => averageOf(points)) } }
  }
  const optional = (value: unknown) => (value === null ? undefined : String(value))
  const { base_url, path, from_date, to_date } = golden
  const url = renderUrl(String(base_url), String(path), optional(from_date), optional(to_date))
  return { expected, got: url.href }
}

function orError(compute: () => number): number | 'error' {
  try {
    return compute()
  } catch {
    return 'error'
  }
}
