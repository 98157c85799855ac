import { exampleMonitors } from '#lib/monitors/examples.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'
import { accessTo } from '#lib/sources/access.ts'
import type { Named } from '#lib/sources/declarations.ts'

/** What a new monitor can begin with. */
export interface Template extends Pick<MonitorInput, 'script' | 'unit' | 'schedule' | 'policy'> {
  title: string
}

/** The key by which the example for a kind of source calls it. */
const KEY_IN_EXAMPLE: Record<string, string> = {
  graphite: 'graphite',
  http: 'http',
  prometheus: 'prometheus',
  sql: 'shop',
}

/** The example for each configured source of a kind that has one, with that source's own key. */
export function templatesFor(sources: readonly Named[]): Template[] {
  return sources.flatMap(({ key, type, enabled }) => {
    const call = `sources.${KEY_IN_EXAMPLE[type]}.`
    const example = exampleMonitors.find(({ script }) => script.includes(call))
    return example && enabled ? [fitted(example, call, key)] : []
  })
}

function fitted(example: MonitorInput, call: string, key: string): Template {
  const { description, script, unit, schedule, policy } = example
  return {
    title: `${key}: ${description}`,
    script: script.replace(NEEDS, '').replaceAll(call, `${accessTo(key)}.`),
    unit,
    schedule,
    policy,
  }
}

/** The first line of an example names the source that it needs; here it is there. */
const NEEDS = /^\/\/ Needs .*\n/
