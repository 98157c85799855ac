import type { z } from 'zod'
import { fieldTable, table } from '#bin/docs/fields.ts'
import { panelSections } from '#bin/docs/panels.ts'
import { may, RIGHT_NAMES, ROLES } from '#lib/access/rights.ts'
import { alertInput } from '#lib/alerting/schema.ts'
import { dashboardInput, panelInput } from '#lib/dashboards/schema.ts'
import { environment } from '#lib/environment.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import type { SourcePlugin } from '#lib/plugin.ts'
import { keyInput, projectDeclaration } from '#lib/projects/schema.ts'
import { alertPlugins, ownSources, sourcePlugins } from '#lib/registry.ts'
import { signature } from '#lib/sources/declarations.ts'
import { sourceInput } from '#lib/sources/schema.ts'
import { traitPlugins } from '#lib/streams/distiller/plugins/index.ts'
import { handlers } from '#lib/streams/handlers/index.ts'

const NOTE = '<!-- Made from the schemas by `npm run docs`; edits here are lost. -->'

/** Its default depends on who asks. */
const { BELFRY_DATA } = environment.shape
const dataFolder = BELFRY_DATA.removeDefault()
  .default('./data')
  .describe(BELFRY_DATA.description ?? '')

/** The pages that are made from the schemas, by their path below docs/. */
export const pages: Record<string, () => string> = {
  'settings.md': () =>
    page(
      'Settings',
      `These come from the environment of the process. An empty variable counts as unset. Everything else is
set in the pages, or in a [configuration file](configuration-file.md).`,
      // The schema reads numbers out of texts: what comes out is what counts.
      fieldTable(environment.extend({ BELFRY_DATA: dataFolder }), 'output'),
    ),
  'reference/rights.md': () =>
    page(
      'Rights',
      `What each role may do, and the names by which the scope of an [API token](../people.md#api-tokens) is narrowed.`,
      table(
        ['right', ...ROLES],
        RIGHT_NAMES.map(right => [
          `\`${right}\``,
          ...ROLES.map(role => (may({ role, scope: [] }, right) ? 'yes' : '')),
        ]),
      ),
    ),
  'reference/monitor.md': () =>
    page(
      'Monitor: fields',
      `The fields of a monitor in the API (\`POST /api/monitors\`) and in a [configuration file](../configuration-file.md), where
the name is the entry's key.`,
      fieldTable(monitorInput),
    ),
  'reference/dashboard.md': () =>
    page(
      'Dashboard: fields',
      `The fields of a dashboard in the API (\`POST /api/dashboards\`) and in a [configuration file](../configuration-file.md),
where the name is the entry's key. What can be drawn by \`POST /api/charts/data\` and what is shared are such panels, too.`,
      fieldTable(dashboardInput),
      section('`panels`', 'What shows something, and where it stands.', fieldTable(panelInput)),
      ...panelSections(),
    ),
  'reference/projects.md': () =>
    page(
      'Project: fields',
      `The fields of a project in the API (\`POST /api/projects\`) and in a [configuration file](../configuration-file.md), where
the name is the entry's key. \`keys\` are only the file's: a list of pairs.`,
      fieldTable(projectDeclaration),
      section('`keys`', 'A pair of keys.', fieldTable(keyInput)),
    ),
  'reference/sources.md': () =>
    page(
      'Sources: settings and methods',
      'The fields of every source; `config` holds the settings of its type.',
      fieldTable(sourceInput),
      ...sourcePlugins().map(sourceSection),
    ),
  'reference/distiller.md': () =>
    page(
      'Distiller: plugins of traits',
      'The `parameters` of each, in [event definitions](../distiller.md).',
      ...traitPlugins.map(({ id, label, description, params }) =>
        section(`${label}: \`${id}\``, description, fieldTable(params)),
      ),
    ),
  'reference/handlers.md': () =>
    page(
      'Handlers: settings',
      'The `params` of each step of a pipeline; [Handlers](../handlers.md) tells what they do.',
      ...handlers.map(({ id, label, description, params }) =>
        section(`${label}: \`${id}\``, description, settingsOf(params)),
      ),
    ),
  'reference/alerts.md': () =>
    page(
      'Alerts: settings',
      'The fields of every alert; `config` holds the settings of its type.',
      fieldTable(alertInput),
      ...alertPlugins().map(({ id, label, description, config }) =>
        section(`${label}: \`${id}\``, description, fieldTable(config)),
      ),
    ),
}

function sourceSection(plugin: SourcePlugin): string {
  const { id, label, description, config, methods } = plugin
  const isOwn = ownSources.includes(plugin)
  const rows = Object.entries(methods).map(([name, method]) => [
    `\`${signature(name, method)}\``,
    method.description,
  ])
  return section(
    `${label}: \`${id}\``,
    description,
    isOwn ? `Always there, as \`sources.${id}\`.` : settingsOf(config),
    table(['method', ''], rows),
  )
}

const settingsOf = (schema: z.ZodObject) =>
  Object.keys(schema.shape).length > 0 ? fieldTable(schema) : 'It has no settings.'

const page = (title: string, ...parts: string[]) =>
  `${[`# ${title}`, NOTE, ...parts].join('\n\n')}\n`
const section = (title: string, ...parts: string[]) => [`## ${title}`, ...parts].join('\n\n')
