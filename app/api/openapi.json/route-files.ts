import * as alert from '#app/api/alerts/[key]/route.ts'
import * as alertTest from '#app/api/alerts/[key]/test/route.ts'
import * as alerts from '#app/api/alerts/route.ts'
import * as deliveryRetry from '#app/api/deliveries/[id]/retry/route.ts'
import * as delivery from '#app/api/deliveries/[id]/route.ts'
import * as deliveries from '#app/api/deliveries/route.ts'
import * as health from '#app/api/health/route.ts'
import * as live from '#app/api/live/route.ts'
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
  '/api/projects': projects,
  '/api/projects/{id}': project,
  '/api/projects/{id}/keys': projectKeys,
  '/api/projects/{id}/keys/{keyId}': projectKey,
  '/api/projects/{id}/intake': projectIntake,
  '/api/live': live,
  '/metrics': metrics,
}
