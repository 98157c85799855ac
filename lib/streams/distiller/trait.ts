import { reasonOf, UserError } from '#lib/failures.ts'
import { type Match, pathOf } from '#lib/streams/distiller/path.ts'
import { traitPlugins } from '#lib/streams/distiller/plugins/index.ts'
import type { ValueOf } from '#lib/streams/distiller/plugins/plugin.ts'
import type { TraitDefinition } from '#lib/streams/distiller/schema.ts'
import { type TraitType, valueAs } from '#lib/streams/distiller/values.ts'

/** What became of one trait. */
export interface Finding {
  trait: string
  type: TraitType
  /** where its value was found; several where a plugin made it of them */
  paths: string[]
  /** a time as ISO 8601 in UTC; null: the trait is left out */
  value: string | number | null
  /** why what was found is no value of the type */
  problem: string | null
}

/** Takes one trait out of a notification. */
export type Taker = (notification: object) => Finding

export function takerOf(name: string, { fields, type, plugin }: TraitDefinition): Taker {
  const paths = fields.map(pathOf)
  const valueFrom = plugin && openPlugin(plugin)

  function* matches(notification: object): Generator<Match> {
    for (const path of paths) yield* path(notification)
  }

  return notification => {
    const found = valueFrom ? [...matches(notification)] : firstOf(matches(notification))
    const given = valueFrom ? valueFrom(found) : found[0]?.value
    const finding = { trait: name, type, paths: found.map(({ path }) => path) }
    try {
      return { ...finding, value: valueAs(type, given), problem: null }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return { ...finding, value: null, problem: reasonOf(error) }
    }
  }
}

function firstOf(matches: Iterable<Match>): Match[] {
  for (const match of matches) return [match]
  return []
}

/** The settings were checked when the definition was. */
function openPlugin({ name, parameters }: NonNullable<TraitDefinition['plugin']>): ValueOf {
  const plugin = traitPlugins.find(({ id }) => id === name)
  if (!plugin) throw new Error(`there is no plugin ${name}`)
  return plugin.open(plugin.params.parse(parameters))
}
