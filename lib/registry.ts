import { alerts } from '#alerts/index.ts'
import { auditUndoers } from '#lib/audit/retention/setting.ts'
import type { Undoers } from '#lib/audit/undo.ts'
import { dashboardUndoers } from '#lib/dashboards/undoers.ts'
import { retentionUndoers } from '#lib/errors/retention/change.ts'
import { errors } from '#lib/errors/source.ts'
import { errorUndoers } from '#lib/errors/undoers.ts'
import { eventUndoers } from '#lib/events/retention/setting.ts'
import { events } from '#lib/events/source.ts'
import { metrics } from '#lib/metrics/source.ts'
import { belfry } from '#lib/monitors/source.ts'
import type { AlertPlugin, SourcePlugin } from '#lib/plugin.ts'
import { definitionUndoers } from '#lib/streams/definitions/undoers.ts'
import { pipelineUndoers } from '#lib/streams/pipelines/undoers.ts'
import { streamUndoers } from '#lib/streams/settings/setting.ts'
import { streams } from '#lib/streams/source.ts'
import { triggerUndoers } from '#lib/streams/triggers/undoers.ts'
import { sources } from '#sources/index.ts'

/** Sources that read Belfry's own store: always configured, under their own id. */
export const ownSources: SourcePlugin[] = [belfry, errors, metrics, events, streams]

const sourcesById = new Map([...sources, ...ownSources].map(plugin => [plugin.id, plugin]))
const alertsById = new Map(alerts.map(plugin => [plugin.id, plugin]))

export const sourcePlugins = (): SourcePlugin[] => [...sourcesById.values()]
export const alertPlugins = (): AlertPlugin[] => [...alertsById.values()]
export const sourcePlugin = (id: string): SourcePlugin | undefined => sourcesById.get(id)
export const alertPlugin = (id: string): AlertPlugin | undefined => alertsById.get(id)

/** How each change that stands in the trail is taken back. */
export const undoers: Undoers = {
  ...{ ...errorUndoers, ...eventUndoers, ...dashboardUndoers },
  ...{
    ...retentionUndoers,
    ...auditUndoers,
    ...streamUndoers,
    ...triggerUndoers,
    ...pipelineUndoers,
    ...definitionUndoers,
  },
}
