import type { Choices } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import { templatesFor } from '#app/(signed-in)/monitors/_editor/templates.ts'
import { groupsToGive } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { listAlerts } from '#lib/alerting/data.ts'
import { monitorTags } from '#lib/monitors/data.ts'
import { ownSources } from '#lib/registry.ts'
import { listSources } from '#lib/sources/data.ts'
import { declarationsOf } from '#lib/sources/declarations.ts'
import { timezones } from '#lib/timezone.ts'

const LIMIT = 500

/** Everything that the editor offers to whoever reaches so far: names to choose from, types to complete, examples to begin with. */
export async function editorOffers(reach: Reach) {
  const [sources, alerts, tags, groups] = await Promise.all([
    listSources(reach, { limit: LIMIT }),
    listAlerts(reach, { limit: LIMIT }),
    monitorTags(reach),
    groupsToGive(reach),
  ])
  const own = ownSources.map(({ id, description }) => ({ key: id, description }))
  const choices: Choices = {
    sources: [...own, ...sources.items.map(named)],
    alerts: alerts.items.map(named),
    tags,
    groups,
    zones: timezones(),
  }
  return {
    choices,
    declarations: declarationsOf(sources.items),
    templates: templatesFor(sources.items),
  }
}

const named = ({ key, description }: { key: string; description: string }) => ({ key, description })
