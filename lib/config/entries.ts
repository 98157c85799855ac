import type { Entry } from '#lib/config/changes.ts'
import type { Declarations } from '#lib/config/declarations.ts'
import { byId } from '#lib/dashboards/definition.ts'
import { flatten } from '#lib/difference.ts'
import { secretKeys } from '#lib/plugin.ts'
import { alertPlugin, sourcePlugin } from '#lib/registry.ts'

type Instance = Declarations['sources'][number] | Declarations['alerts'][number]

/** Declarations in the form in which they are compared. */
export function entriesOf({
  sources,
  alerts,
  projects,
  monitors,
  dashboards,
}: Declarations): Entry[] {
  const instance = (kind: 'source' | 'alert', { key, ...fields }: Instance): Entry => {
    const secret = secretsOf(kind, fields.type).map(name => `config.${name}`)
    return { kind, name: key, fields: flatten(fields), secret }
  }
  return [
    ...sources.map(source => instance('source', source)),
    ...alerts.map(alert => instance('alert', alert)),
    ...projects.map(({ name, keys, ...fields }): Entry => {
      const pairs = keys.toSorted((a, b) => (a.publicKey < b.publicKey ? -1 : 1))
      return {
        kind: 'project',
        name,
        fields: { ...flatten(fields), keys: pairs },
        secret: ['keys'],
      }
    }),
    ...monitors.map(({ name, ...fields }): Entry => {
      return { kind: 'monitor', name, fields: flatten(fields), secret: [] }
    }),
    ...dashboards.map(({ name, panels, ...fields }): Entry => {
      return {
        kind: 'dashboard',
        name,
        fields: flatten({ ...fields, panels: byId(panels) }),
        secret: [],
      }
    }),
  ]
}

/** The settings of a type that are secret. */
export function secretsOf(kind: 'source' | 'alert', type: string): readonly string[] {
  const plugin = kind === 'source' ? sourcePlugin(type) : alertPlugin(type)
  return plugin ? secretKeys(plugin.config) : []
}
