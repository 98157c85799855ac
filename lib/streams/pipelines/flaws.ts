import type { z } from 'zod'
import type { HandlerPlugin } from '#lib/streams/handlers/contract.ts'
import { handlers } from '#lib/streams/handlers/index.ts'
import type { Step } from '#lib/streams/pipelines/schema.ts'

/** What the settings of handlers may name. */
export interface Names {
  /** keys */
  alert: ReadonlySet<string>
  monitor: ReadonlySet<string>
}

/** What is wrong with one place in a step. */
export interface Flaw {
  path: PropertyKey[]
  message: string
}

const byId = new Map(handlers.map(plugin => [plugin.id, plugin]))

export const handlerPlugin = (id: string): HandlerPlugin | undefined => byId.get(id)

/** What does not fit in one step; with `names` also what it names and is not there. */
export function flawsOf({ name, params }: Step, names: Names | null): Flaw[] {
  const plugin = byId.get(name)
  if (!plugin) return [{ path: ['name'], message: `must be one of ${[...byId.keys()].join(', ')}` }]

  const { data, error } = plugin.params.safeParse(params)
  const flaws = error
    ? error.issues.flatMap(flawsIn)
    : (plugin.refers?.(data) ?? [])
        .filter(({ kind, name }) => names && !names[kind].has(name))
        .map(({ kind, name, path }) => ({ path, message: `there is no ${kind} “${name}”` }))
  return flaws.map(({ path, message }) => ({ path: ['params', ...path], message }))
}

/** What only takes its time to find out, in steps that fit: a script that does not compile. */
export async function mistakesIn(steps: readonly Step[]): Promise<Flaw[]> {
  const found = steps.map(async ({ name, params }, at) => {
    const plugin = byId.get(name)
    const mistakes = (await plugin?.mistakes?.(plugin.params.parse(params))) ?? []
    return mistakes.map(({ path, message }) => ({ path: [at, 'params', ...path], message }))
  })
  return (await Promise.all(found)).flat()
}

const flawsIn = (issue: z.core.$ZodIssue): Flaw[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => ({ path: [...issue.path, key], message: 'is not known here' }))
    : [issue]
