import { stringify } from 'yaml'
import { configurationIn } from '#lib/config/declarations.ts'
import { readDocument } from '#lib/config/document.ts'
import { escapedValue } from '#lib/config/variables.ts'
import { entryOf } from '#lib/dashboards/entry.ts'
import type { DashboardDefinition } from '#lib/dashboards/schema.ts'
import { UserError } from '#lib/failures.ts'

/** Whoever imports is not the only one here: what takes longer to read than a moment is refused. */
const FILE_LIMIT = 256 * 1024
const MOST = 100

/** Dashboards as a file: the section `dashboards` of belfry.yaml, into which it can be put as it is. */
export const yamlOf = (dashboards: readonly DashboardDefinition[]): string =>
  stringify(
    {
      dashboards: Object.fromEntries(dashboards.map(one => [one.name, escapedValue(entryOf(one))])),
    },
    { lineWidth: 0, blockQuote: 'literal' },
  )

/**
 * The dashboards of such a file. The environment is put in nowhere: whoever sends a file is not to read it.
 * Throws a UserError that names every mistake with its line and key.
 */
export function dashboardsIn(text: string): DashboardDefinition[] {
  if (text.length > FILE_LIMIT)
    throw new UserError('The file is longer than 256 KiB.', {
      code: 'too_large',
    })
  const document = readDocument(text, 'The file', {})
  const { dashboards, sources, alerts, projects, monitors } = configurationIn(document, noScript)
  if ([...sources, ...alerts, ...projects, ...monitors].length > 0)
    throw new UserError('The file declares more than dashboards; only those are taken in here.')
  if (dashboards.length > MOST)
    throw new UserError(`The file holds more than ${MOST} dashboards.`, { code: 'too_large' })
  if (dashboards.length === 0) throw new UserError('The file holds no dashboard.')
  return dashboards
}

function noScript(): never {
  throw new UserError('stands in another file')
}
