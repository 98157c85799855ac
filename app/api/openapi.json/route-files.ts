import * as alert from '#app/api/alerts/[key]/route.ts'
import * as alertTest from '#app/api/alerts/[key]/test/route.ts'
import * as alerts from '#app/api/alerts/route.ts'
import * as auditEntry from '#app/api/audit/[id]/route.ts'
import * as auditUndo from '#app/api/audit/[id]/undo/route.ts'
import * as auditRetention from '#app/api/audit/retention/route.ts'
import * as audit from '#app/api/audit/route.ts'
import * as auditCsv from '#app/api/audit.csv/route.ts'
import * as auditJsonLines from '#app/api/audit.jsonl/route.ts'
import * as chartData from '#app/api/charts/data/route.ts'
import * as sharedChart from '#app/api/charts/shared/[id]/route.ts'
import * as sharedCharts from '#app/api/charts/shared/route.ts'
import * as dashboardCopy from '#app/api/dashboards/[id]/copy/route.ts'
import * as dashboardExport from '#app/api/dashboards/[id]/export/route.ts'
import * as dashboardPanels from '#app/api/dashboards/[id]/panels/route.ts'
import * as dashboard from '#app/api/dashboards/[id]/route.ts'
import * as dashboardRestore from '#app/api/dashboards/[id]/versions/[version]/restore/route.ts'
import * as dashboardVersion from '#app/api/dashboards/[id]/versions/[version]/route.ts'
import * as dashboardVersions from '#app/api/dashboards/[id]/versions/route.ts'
import * as dashboardImport from '#app/api/dashboards/import/route.ts'
import * as dashboards from '#app/api/dashboards/route.ts'
import * as definition from '#app/api/definitions/[id]/route.ts'
import * as definitions from '#app/api/definitions/route.ts'
import * as definitionsTry from '#app/api/definitions/try/route.ts'
import * as deliveryRetry from '#app/api/deliveries/[id]/retry/route.ts'
import * as delivery from '#app/api/deliveries/[id]/route.ts'
import * as deliveries from '#app/api/deliveries/route.ts'
import * as errorEvents from '#app/api/errors/[id]/events/route.ts'
import * as errorMerge from '#app/api/errors/[id]/merge/route.ts'
import * as errorSignature from '#app/api/errors/[id]/route.ts'
import * as errorSplitPreview from '#app/api/errors/[id]/split/preview/route.ts'
import * as errorSplit from '#app/api/errors/[id]/split/route.ts'
import * as errorSeries from '#app/api/errors/[id]/timeseries/route.ts'
import * as errorSeriesCsv from '#app/api/errors/[id]/timeseries.csv/route.ts'
import * as errorVariables from '#app/api/errors/[id]/variables/route.ts'
import * as errorMonitors from '#app/api/errors/monitors/route.ts'
import * as newestErrors from '#app/api/errors/newest/route.ts'
import * as errorOperations from '#app/api/errors/operations/route.ts'
import * as reclassification from '#app/api/errors/reclassifications/[id]/route.ts'
import * as reclassifyPreview from '#app/api/errors/reclassifications/preview/route.ts'
import * as reclassifications from '#app/api/errors/reclassifications/route.ts'
import * as errorsRelated from '#app/api/errors/related/route.ts'
import * as errorsRetention from '#app/api/errors/retention/route.ts'
import * as errors from '#app/api/errors/route.ts'
import * as errorsSeries from '#app/api/errors/timeseries/route.ts'
import * as errorsSeriesCsv from '#app/api/errors/timeseries.csv/route.ts'
import * as oneEvent from '#app/api/events/[id]/[uid]/route.ts'
import * as streamsOfEvent from '#app/api/events/[id]/[uid]/streams/route.ts'
import * as eventTree from '#app/api/events/[id]/route.ts'
import * as eventAggregate from '#app/api/events/aggregate/route.ts'
import * as eventArchive from '#app/api/events/archive/route.ts'
import * as eventCompletions from '#app/api/events/completions/route.ts'
import * as eventExport from '#app/api/events/export/route.ts'
import * as eventFacets from '#app/api/events/facets/route.ts'
import * as eventHistogram from '#app/api/events/histogram/route.ts'
import * as liveEvents from '#app/api/events/live/route.ts'
import * as eventRetention from '#app/api/events/retention/route.ts'
import * as events from '#app/api/events/route.ts'
import * as eventsCsv from '#app/api/events.csv/route.ts'
import * as eventsJsonLines from '#app/api/events.jsonl/route.ts'
import * as groupMember from '#app/api/groups/[name]/members/[id]/route.ts'
import * as groupMembers from '#app/api/groups/[name]/members/route.ts'
import * as group from '#app/api/groups/[name]/route.ts'
import * as groups from '#app/api/groups/route.ts'
import * as health from '#app/api/health/route.ts'
import * as live from '#app/api/live/route.ts'
import * as me from '#app/api/me/route.ts'
import * as metricDataset from '#app/api/metrics/dataset/route.ts'
import * as metricDatasetCsv from '#app/api/metrics/dataset.csv/route.ts'
import * as metricNames from '#app/api/metrics/names/route.ts'
import * as metricTree from '#app/api/metrics/route.ts'
import * as metricStats from '#app/api/metrics/stats/route.ts'
import * as metricStatsCsv from '#app/api/metrics/stats.csv/route.ts'
import * as copy from '#app/api/monitors/[id]/copy/route.ts'
import * as pause from '#app/api/monitors/[id]/pause/route.ts'
import * as resume from '#app/api/monitors/[id]/resume/route.ts'
import * as monitor from '#app/api/monitors/[id]/route.ts'
import * as runNow from '#app/api/monitors/[id]/run/route.ts'
import * as run from '#app/api/monitors/[id]/runs/[runId]/route.ts'
import * as runs from '#app/api/monitors/[id]/runs/route.ts'
import * as runsCsv from '#app/api/monitors/[id]/runs.csv/route.ts'
import * as series from '#app/api/monitors/[id]/series/route.ts'
import * as transitions from '#app/api/monitors/[id]/transitions/route.ts'
import * as restore from '#app/api/monitors/[id]/versions/[version]/restore/route.ts'
import * as version from '#app/api/monitors/[id]/versions/[version]/route.ts'
import * as versions from '#app/api/monitors/[id]/versions/route.ts'
import * as monitors from '#app/api/monitors/route.ts'
import * as test from '#app/api/monitors/test/route.ts'
import * as pipeline from '#app/api/pipelines/[id]/route.ts'
import * as pipelineSavedTrial from '#app/api/pipelines/[id]/try/route.ts'
import * as pipelines from '#app/api/pipelines/route.ts'
import * as pipelineTrial from '#app/api/pipelines/try/route.ts'
import * as postRetry from '#app/api/posts/[id]/retry/route.ts'
import * as post from '#app/api/posts/[id]/route.ts'
import * as posts from '#app/api/posts/route.ts'
import * as projectIntake from '#app/api/projects/[id]/intake/route.ts'
import * as projectKey from '#app/api/projects/[id]/keys/[keyId]/route.ts'
import * as projectKeys from '#app/api/projects/[id]/keys/route.ts'
import * as project from '#app/api/projects/[id]/route.ts'
import * as projects from '#app/api/projects/route.ts'
import * as schedule from '#app/api/schedule/route.ts'
import * as check from '#app/api/sources/[key]/check/route.ts'
import * as query from '#app/api/sources/[key]/query/route.ts'
import * as source from '#app/api/sources/[key]/route.ts'
import * as sources from '#app/api/sources/route.ts'
import * as streamEvents from '#app/api/streams/[id]/events/route.ts'
import * as streamReset from '#app/api/streams/[id]/reset/route.ts'
import * as stream from '#app/api/streams/[id]/route.ts'
import * as streamCounts from '#app/api/streams/counts/route.ts'
import * as streamsPurge from '#app/api/streams/purge/route.ts'
import * as streamsReset from '#app/api/streams/reset/route.ts'
import * as streams from '#app/api/streams/route.ts'
import * as streamSettings from '#app/api/streams/settings/route.ts'
import * as token from '#app/api/tokens/[id]/route.ts'
import * as tokens from '#app/api/tokens/route.ts'
import * as triggerReplay from '#app/api/triggers/[id]/replay/route.ts'
import * as trigger from '#app/api/triggers/[id]/route.ts'
import * as triggerStatistics from '#app/api/triggers/[id]/statistics/route.ts'
import * as restoredTrigger from '#app/api/triggers/[id]/versions/[version]/restore/route.ts'
import * as triggerVersion from '#app/api/triggers/[id]/versions/[version]/route.ts'
import * as triggerVersions from '#app/api/triggers/[id]/versions/route.ts'
import * as draftReplay from '#app/api/triggers/replay/route.ts'
import * as triggers from '#app/api/triggers/route.ts'
import * as user from '#app/api/users/[id]/route.ts'
import * as userSignOut from '#app/api/users/[id]/sign-out/route.ts'
import * as users from '#app/api/users/route.ts'
import * as userSettings from '#app/api/users/settings/route.ts'
import * as metrics from '#app/metrics/route.ts'

/** The route files that make up the API, by path. A test holds this against the folders. */
export const routeFiles = {
  '/api/health': health,
  '/api/monitors': monitors,
  '/api/monitors/test': test,
  '/api/monitors/{id}': monitor,
  '/api/monitors/{id}/run': runNow,
  '/api/monitors/{id}/pause': pause,
  '/api/monitors/{id}/resume': resume,
  '/api/monitors/{id}/copy': copy,
  '/api/monitors/{id}/runs': runs,
  '/api/monitors/{id}/runs/{runId}': run,
  '/api/monitors/{id}/runs.csv': runsCsv,
  '/api/monitors/{id}/transitions': transitions,
  '/api/monitors/{id}/series': series,
  '/api/monitors/{id}/versions': versions,
  '/api/monitors/{id}/versions/{version}': version,
  '/api/monitors/{id}/versions/{version}/restore': restore,
  '/api/errors': errors,
  '/api/errors/timeseries': errorsSeries,
  '/api/errors/timeseries.csv': errorsSeriesCsv,
  '/api/errors/operations': errorOperations,
  '/api/errors/related': errorsRelated,
  '/api/errors/monitors': errorMonitors,
  '/api/errors/retention': errorsRetention,
  '/api/errors/reclassifications': reclassifications,
  '/api/errors/reclassifications/preview': reclassifyPreview,
  '/api/errors/reclassifications/{id}': reclassification,
  '/api/errors/newest': newestErrors,
  '/api/errors/{id}': errorSignature,
  '/api/errors/{id}/timeseries': errorSeries,
  '/api/errors/{id}/timeseries.csv': errorSeriesCsv,
  '/api/errors/{id}/events': errorEvents,
  '/api/errors/{id}/variables': errorVariables,
  '/api/errors/{id}/merge': errorMerge,
  '/api/errors/{id}/split': errorSplit,
  '/api/errors/{id}/split/preview': errorSplitPreview,
  '/api/audit': audit,
  '/api/audit.csv': auditCsv,
  '/api/audit.jsonl': auditJsonLines,
  '/api/audit/retention': auditRetention,
  '/api/audit/{id}': auditEntry,
  '/api/audit/{id}/undo': auditUndo,
  '/api/schedule': schedule,
  '/api/sources': sources,
  '/api/sources/{key}': source,
  '/api/sources/{key}/query': query,
  '/api/sources/{key}/check': check,
  '/api/alerts': alerts,
  '/api/alerts/{key}': alert,
  '/api/alerts/{key}/test': alertTest,
  '/api/deliveries': deliveries,
  '/api/deliveries/{id}': delivery,
  '/api/deliveries/{id}/retry': deliveryRetry,
  '/api/posts': posts,
  '/api/posts/{id}': post,
  '/api/posts/{id}/retry': postRetry,
  '/api/dashboards': dashboards,
  '/api/dashboards/import': dashboardImport,
  '/api/dashboards/{id}': dashboard,
  '/api/dashboards/{id}/copy': dashboardCopy,
  '/api/dashboards/{id}/export': dashboardExport,
  '/api/dashboards/{id}/panels': dashboardPanels,
  '/api/dashboards/{id}/versions': dashboardVersions,
  '/api/dashboards/{id}/versions/{version}': dashboardVersion,
  '/api/dashboards/{id}/versions/{version}/restore': dashboardRestore,
  '/api/pipelines': pipelines,
  '/api/pipelines/try': pipelineTrial,
  '/api/pipelines/{id}': pipeline,
  '/api/pipelines/{id}/try': pipelineSavedTrial,
  '/api/projects': projects,
  '/api/projects/{id}': project,
  '/api/projects/{id}/keys': projectKeys,
  '/api/projects/{id}/keys/{keyId}': projectKey,
  '/api/projects/{id}/intake': projectIntake,
  '/api/me': me,
  '/api/users': users,
  '/api/users/settings': userSettings,
  '/api/users/{id}': user,
  '/api/users/{id}/sign-out': userSignOut,
  '/api/groups': groups,
  '/api/groups/{name}': group,
  '/api/groups/{name}/members': groupMembers,
  '/api/groups/{name}/members/{id}': groupMember,
  '/api/tokens': tokens,
  '/api/tokens/{id}': token,
  '/api/live': live,
  '/api/charts/data': chartData,
  '/api/charts/shared': sharedCharts,
  '/api/charts/shared/{id}': sharedChart,
  '/api/events': events,
  '/api/events/retention': eventRetention,
  '/api/definitions': definitions,
  '/api/definitions/try': definitionsTry,
  '/api/definitions/{id}': definition,
  '/api/streams': streams,
  '/api/streams/counts': streamCounts,
  '/api/streams/purge': streamsPurge,
  '/api/streams/reset': streamsReset,
  '/api/streams/settings': streamSettings,
  '/api/streams/{id}': stream,
  '/api/streams/{id}/events': streamEvents,
  '/api/streams/{id}/reset': streamReset,
  '/api/events/live': liveEvents,
  '/api/events/aggregate': eventAggregate,
  '/api/events/archive': eventArchive,
  '/api/events/completions': eventCompletions,
  '/api/events/export': eventExport,
  '/api/events/facets': eventFacets,
  '/api/events/histogram': eventHistogram,
  '/api/events.csv': eventsCsv,
  '/api/events.jsonl': eventsJsonLines,
  '/api/events/{id}': eventTree,
  '/api/events/{id}/{uid}': oneEvent,
  '/api/events/{id}/{uid}/streams': streamsOfEvent,
  '/api/metrics': metricTree,
  '/api/metrics/dataset': metricDataset,
  '/api/metrics/names': metricNames,
  '/api/metrics/dataset.csv': metricDatasetCsv,
  '/api/metrics/stats': metricStats,
  '/api/metrics/stats.csv': metricStatsCsv,
  '/metrics': metrics,
  '/api/triggers': triggers,
  '/api/triggers/replay': draftReplay,
  '/api/triggers/{id}': trigger,
  '/api/triggers/{id}/replay': triggerReplay,
  '/api/triggers/{id}/statistics': triggerStatistics,
  '/api/triggers/{id}/versions': triggerVersions,
  '/api/triggers/{id}/versions/{version}': triggerVersion,
  '/api/triggers/{id}/versions/{version}/restore': restoredTrigger,
}
