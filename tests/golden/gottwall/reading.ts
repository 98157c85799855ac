import { parsedJson } from '#lib/answer.ts'
import { type Counted, stats, statsDataset } from '#lib/charts/gottwall/answers.ts'
import {
  chartOf,
  embeddedAnswer,
  embeddedMetric,
  linksOf,
  rendererOf,
} from '#lib/charts/gottwall/embedded.ts'
import { HTTP_STATUS, UserError } from '#lib/failures.ts'
import { updateOf } from '#lib/intake/gottwall/message.ts'
import { filledFrom } from '#lib/metrics/range.ts'
import { seriesOf } from '#lib/metrics/series.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'
import { cellsOfSeries } from '#tests/golden/gottwall/in-memory.ts'

const OWN_URL = 'http://belfry.example.com'
const UID = '0d8cd6f1-9d36-4b1c-8a5e-5c1b5f0a7a11'

/** What is read of what was counted, and what is shared of it. */
export const reading: Adapter['groups'] = {
  metrics({ filters, project, expected }) {
    if (project !== undefined) return { expected, got: {} }
    const [name = 'metric_name'] = Object.keys(expected as object)
    return { expected, got: { [name]: treeOf(name, filters) } }
  },

  async api(golden) {
    const expected = golden.expected as Record<string, unknown>
    const { status, json } = await answerTo(golden)
    const told = { ...json, status, json, keys: Object.keys(json) }
    const got = Object.fromEntries(
      Object.keys(expected).map(field => [field, inOrderOf(expected, told, field)]),
    )
    return { expected, got }
  },

  embedded(golden) {
    const { expected, expected_keys } = golden
    if (expected_keys !== undefined) return keysOfEmbedded(expected_keys as string[])
    const { project, renderer } = golden
    const { panel, name } = chartOf(String(project), golden)
    const metrics = panel.lines.map(({ metric, filters }) => {
      const [[fn, fv] = []] = Object.entries(filters)
      return { m: metric, ...(fn && { fn }), ...(fv && { fv }) }
    })
    return {
      expected,
      got: {
        ...{ project: panel.project, period: panel.period, metrics },
        ...(renderer !== undefined && { renderer: rendererOf(panel.style) }),
        ...(name && { name }),
      },
    }
  },
}

/** By filter, the values that are counted alone. */
function treeOf(name: string, filters: unknown): Record<string, string[]> {
  const update = updateOf({ a: 'incr', n: name, f: filters }, undefined, 0)
  if (typeof update === 'string') throw new Error(update)
  const alone = seriesOf(update.filters, []).filter(series => series.filters.length === 1)
  const tree: Record<string, string[]> = {}
  for (const { filters, values } of alone) {
    const [filter = ''] = filters
    tree[filter] = [...(tree[filter] ?? []), ...values]
  }
  return tree
}

/** What the read API says to what a case asks, which stands in its title. */
async function answerTo(golden: Case): Promise<{ status: number; json: Record<string, unknown> }> {
  try {
    return { status: 200, json: await asked(golden) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { status: HTTP_STATUS[error.code], json: { text: error.message } }
  }
}

async function asked({ what, query, body, ...golden }: Case): Promise<Record<string, unknown>> {
  const words = String(what)
  const project = String(golden.project ?? 'project')
  if (words.includes('embedded')) {
    chartOf(project, typeof body === 'string' ? parsedJson(body) : body)
    return linksOf(UID, OWN_URL)
  }
  const parts = new URLSearchParams(String(query ?? ''))
  const counted = () =>
    cellsOfSeries({
      ...{ events: [], ...golden },
      ...{ metric: parts.get('name'), period: parts.get('period') ?? 'month' },
      ...{ filter_name: parts.get('filter_name'), tz: 'UTC' },
      ...{ from_date: parts.get('from_date'), to_date: parts.get('to_date') },
    })
  const reads: Counted = {
    ...{ project, zone: 'UTC' },
    async points(_, filters) {
      const { whole, byValue } = await counted()
      const [value] = Object.values(filters)
      return value === undefined ? whole : filledFrom(whole, byValue.get(value) ?? [])
    },
    pointsByValue: async () => (await counted()).byValue,
  }
  return words.includes('stats_dataset') ? statsDataset(parts, reads) : stats(parts, reads)
}

/** The order of keys says nothing. */
function inOrderOf(
  expected: Record<string, unknown>,
  told: Record<string, unknown>,
  field: string,
) {
  if (field !== 'keys') return told[field]
  const [wanted, got] = [expected.keys as string[], told.keys as string[]]
  return [...wanted].sort().join() === [...got].sort().join() ? wanted : got
}

function keysOfEmbedded(expected: string[]) {
  const metrics = [embeddedMetric('orders', null, [[1_400_000_000, 1]])]
  const span = { from: 1_400_000_000, to: 1_400_000_000 }
  const answer = embeddedAnswer({ name: '', style: 'line', period: 'month', metrics }, span, 'UTC')
  const got = Object.keys(answer)
  return { expected, got: inOrderOf({ keys: expected }, { keys: got }, 'keys') }
}
