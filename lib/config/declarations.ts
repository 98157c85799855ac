import type { z } from 'zod'
import { type AlertInput, alertInput } from '#lib/alerting/schema.ts'
import type { Kind } from '#lib/config/changes.ts'
import type { ConfigDocument, Mistake } from '#lib/config/document.ts'
import { type RawEntry, sectionsOf } from '#lib/config/sections.ts'
import { readTexts } from '#lib/config/texts.ts'
import { definitionOf } from '#lib/dashboards/definition.ts'
import { type DashboardDefinition, dashboardInput } from '#lib/dashboards/schema.ts'
import { UserError } from '#lib/failures.ts'
import { type MonitorInput, monitorInput } from '#lib/monitors/schema.ts'
import { parse } from '#lib/parse.ts'
import { OWN_PROJECTS, type ProjectDeclaration, projectDeclaration } from '#lib/projects/schema.ts'
import { alertPlugin, sourcePlugin } from '#lib/registry.ts'
import { changeSettings, checkSettings, type Settings } from '#lib/settings.ts'
import { type SourceInput, sourceInput } from '#lib/sources/schema.ts'

export interface Declarations {
  sources: SourceInput[]
  alerts: AlertInput[]
  projects: ProjectDeclaration[]
  monitors: MonitorInput[]
  dashboards: DashboardDefinition[]
}

/** What a file declares, checked. */
export interface Configuration extends Declarations {
  /** makes an error about one of them one that names file, line and key */
  explain(kind: Kind, name: string, error: unknown): unknown
}

type ReadScript = (file: string) => string

/**
 * Checks a whole document with the schemas that check the API's input. Scripts in files of their own are read
 * by `readScript`, which throws a UserError. Throws a UserError that names every mistake with its line and key.
 */
export function configurationIn(document: ConfigDocument, readScript: ReadScript): Configuration {
  const { entries, mistakes } = sectionsOf(document)
  const check = <T>(section: RawEntry[], verdict: (entry: RawEntry) => T): T[] =>
    section.flatMap(entry => {
      try {
        return [verdict(entry)]
      } catch (error) {
        mistakes.push(...mistakesIn(entry, error))
        return []
      }
    })
  const declarations = {
    sources: check(entries.sources, sourceOf),
    alerts: check(entries.alerts, alertOf),
    projects: check(entries.projects, projectOf),
    monitors: check(entries.monitors, entry => monitorOf(entry, readScript)),
    dashboards: check(entries.dashboards, dashboardOf),
  }
  if (mistakes.length > 0) throw document.refusal(mistakes)

  return {
    ...declarations,
    explain(kind, name, error) {
      const entry = entries[`${kind}s`].find(({ input }) => idIn(input) === name)
      return entry && error instanceof UserError
        ? document.refusal(mistakesIn(entry, error))
        : error
    },
  }
}

const idIn = ({ key, name }: Record<string, unknown>) => String(key ?? name).trim()

function sourceOf({ input }: RawEntry): SourceInput {
  const source = parse(sourceInput, readTexts(sourceInput, input))
  return { ...source, config: settingsOf(sourcePlugin(source.type)?.config, source.config) }
}

function alertOf({ input }: RawEntry): AlertInput {
  const alert = parse(alertInput, readTexts(alertInput, input))
  return { ...alert, config: settingsOf(alertPlugin(alert.type)?.config, alert.config) }
}

/** Of a project that every installation has, what the file leaves out stays as it was made. */
function projectOf({ input }: RawEntry): ProjectDeclaration {
  const { id: _, ...made } = OWN_PROJECTS.find(({ name }) => name === input.name) ?? { id: 0 }
  return parse(projectDeclaration, readTexts(projectDeclaration, { ...made, ...input }))
}

/** The settings as given: defaults are not written out, an empty one counts as left out. */
function settingsOf(schema: z.ZodObject | undefined, config: Settings): Settings {
  if (!schema) throw misplaced('type', 'is not known')
  const settings = readTexts(schema, changeSettings({}, config))
  checkSettings(schema, settings)
  return settings
}

/** `enabled` is another word for `active`, and `scriptFile` names the script instead of holding it. */
function monitorOf({ input }: RawEntry, readScript: ReadScript): MonitorInput {
  const { enabled, scriptFile, ...fields } = input
  if (enabled !== undefined) {
    if ('active' in fields) throw misplaced('enabled', 'says the same as active; give one of them')
    fields.active = enabled
  }
  if (scriptFile !== undefined) {
    if ('script' in fields) throw misplaced('scriptFile', 'stands beside script; give one of them')
    fields.script = scriptIn(scriptFile, readScript)
  }
  return parse(monitorInput, readTexts(monitorInput, fields))
}

const dashboardOf = ({ input }: RawEntry): DashboardDefinition =>
  definitionOf(parse(dashboardInput, readTexts(dashboardInput, input)))

function scriptIn(file: unknown, readScript: ReadScript): string {
  if (typeof file !== 'string') throw misplaced('scriptFile', 'is not the name of a file')
  try {
    return readScript(file)
  } catch (error) {
    if (error instanceof UserError) throw misplaced('scriptFile', error.message)
    throw error
  }
}

const misplaced = (field: string, text: string) =>
  new UserError(text, { fields: { [field]: text } })

/** What a monitor's field may be called in the file instead. */
const OTHER_WORDS: Record<string, string> = { active: 'enabled', script: 'scriptFile' }

/** A UserError's fields as mistakes of this entry, in the words that stand in the file. */
function mistakesIn({ path, input }: RawEntry, error: unknown): Mistake[] {
  if (!(error instanceof UserError)) throw error
  return Object.entries(error.fields ?? { '': error.message }).map(([field, text]) => {
    const [first = '', ...rest] = field.split('.')
    const other = OTHER_WORDS[first]
    const written = other && !(first in input) && other in input ? other : first
    return { path: [...path, ...(written ? [written] : []), ...rest], text }
  })
}
