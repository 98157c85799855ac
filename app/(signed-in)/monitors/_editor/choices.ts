import type { Choices } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import { templatesFor } from '#app/(signed-in)/monitors/_editor/templates.ts'
import { listAlerts } from '#lib/alerting/data.ts'
import { monitorTags } from '#lib/monitors/data.ts'
import { ownSources } from '#lib/registry.ts'
import { listSources } from '#lib/sources/data.ts'
import { declarationsOf } from '#lib/sources/declarations.ts'

const LIMIT = 500

/** Everything that the editor offers: names to choose from, types to complete, examples to begin with. */
export async function editorOffers() {
  const [sources, alerts, tags] = await Promise.all([
    listSources({ limit: LIMIT }),
    listAlerts({ limit: LIMIT }),
    monitorTags(),
  ])
  const own = ownSources.map(({ id, description }) => ({ key: id, description }))
  const choices: Choices = {
    sources: [...own, ...sources.items.map(named)],
    alerts: alerts.items.map(named),
    tags,
    zones: ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')],
  }
  return {
    choices,
    declarations: declarationsOf(sources.items),
    templates: templatesFor(sources.items),
  }
}

const named = ({ key, description }: { key: string; description: string }) => ({ key, description })
