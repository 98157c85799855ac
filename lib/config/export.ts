import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import type { Declarations } from '#lib/config/declarations.ts'
import { secretsOf } from '#lib/config/entries.ts'
import { isMap } from '#lib/config/sections.ts'
import { escapedValue } from '#lib/config/variables.ts'
import { entryOf } from '#lib/dashboards/entry.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { OWN_PROJECTS, type ProjectDeclaration, projectDeclaration } from '#lib/projects/schema.ts'

type Fields = Record<string, unknown>
type Instance = Declarations['sources'][number] | Declarations['alerts'][number]

const INSTANCE_DEFAULTS = { description: '', enabled: true, groups: [] }
const PROJECT_DEFAULTS = projectDeclaration.parse({ name: 'x' })
const MONITOR_DEFAULTS = monitorInput.parse({ name: '-', script: '-', schedule: '* * * * *' })

/**
 * Writes declarations as a configuration file that declares the same. In place of each secret stands a
 * variable of its own (`${SOURCE_GRAPHITE_PASSWORD}`); what has its default is left out.
 */
export function exportYaml({
  sources,
  alerts,
  projects,
  monitors,
  dashboards,
}: Declarations): string {
  const variableOf = variableNames()
  const instance = (kind: 'source' | 'alert', { key, config, ...fields }: Instance) => {
    const secret = secretsOf(kind, fields.type).filter(name => config[name] !== undefined)
    const variables = secret.map(name => [name, `\${${variableOf(kind, key, name)}}`])
    return [
      key,
      {
        ...escaped(withoutDefaults(fields, INSTANCE_DEFAULTS)),
        config: { ...escaped(config), ...Object.fromEntries(variables) },
      },
    ]
  }
  const project = ({ name, keys, ...fields }: ProjectDeclaration) => {
    const pairs = keys.map(({ publicKey }) => {
      return { publicKey, privateKey: `\${${variableOf('project', name, 'private key')}}` }
    })
    const differing = escaped(withoutDefaults(fields, PROJECT_DEFAULTS))
    return [name, { ...differing, ...(pairs.length > 0 ? { keys: pairs } : {}) }]
  }
  const file = {
    sources: Object.fromEntries(sources.map(source => instance('source', source))),
    alerts: Object.fromEntries(alerts.map(alert => instance('alert', alert))),
    projects: Object.fromEntries(projects.filter(isChanged).map(project)),
    monitors: Object.fromEntries(
      monitors.map(({ name, script, ...fields }) => [
        name,
        { ...escaped(withoutDefaults(fields, MONITOR_DEFAULTS)), script },
      ]),
    ),
    dashboards: Object.fromEntries(
      dashboards.map(dashboard => [dashboard.name, escaped(entryOf(dashboard))]),
    ),
  }
  return stringify(file, { lineWidth: 0, blockQuote: 'literal' })
}

/** Whether a project is not just one that every installation has as it was made. */
function isChanged({ keys, ...project }: ProjectDeclaration): boolean {
  const own = OWN_PROJECTS.find(({ name }) => name === project.name)
  return keys.length > 0 || !own || !isDeepStrictEqual({ id: own.id, ...project }, own)
}

function withoutDefaults(fields: Fields, defaults: Fields): Fields {
  const differing = Object.entries(fields).filter(
    ([name, value]) => !isDeepStrictEqual(value, defaults[name]),
  )
  return Object.fromEntries(
    differing.map(([name, value]) => {
      const inner = defaults[name]
      return [name, isMap(value) && isMap(inner) ? withoutDefaults(value, inner) : value]
    }),
  )
}

/** Texts that read `${…}` by themselves are not taken for variables when the file is read. */
const escaped = (fields: object) => escapedValue(fields) as Fields

/** Names variables for secrets; keys that differ only in their punctuation get a number. */
function variableNames() {
  const taken = new Set<string>()
  return (...words: string[]): string => {
    const name = words
      .join('_')
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .toUpperCase()
    let free = name
    for (let count = 2; taken.has(free); count++) free = `${name}_${count}`
    taken.add(free)
    return free
  }
}
