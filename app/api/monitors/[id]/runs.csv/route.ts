import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { stillMay } from '#app/_server/still-may.ts'
import { streamOf } from '#app/_server/stream.ts'
import { oneMonitor } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { UserError } from '#lib/failures.ts'
import { getMonitor, type MonitorId } from '#lib/monitors/data.ts'
import { csvHead, csvLines } from '#lib/monitors/history/csv.ts'
import { runsOf, seriesNames } from '#lib/monitors/history/data.ts'

/** Read and sent a few at a time: a history may be longer than memory. */
const BATCH = 500

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: "All of a monitor's runs as CSV, newest first",
    params: oneMonitor,
    answer: 'text/csv',
    async handle({ params, person, request }) {
      const { id } = await getMonitor(reachOf(person), params.id)
      return new Response(
        streamOf(() => lines(id, stillMay(request, 'monitors:read'))),
        {
          headers: {
            'content-type': 'text/csv; charset=utf-8',
            'content-disposition': `attachment; filename="monitor-${id}-runs.csv"`,
            'cache-control': 'no-store',
          },
        },
      )
    },
  }),
})

async function* lines(id: MonitorId, mayGoOn: () => Promise<boolean>) {
  const names = await seriesNames(id)
  yield csvHead(names)
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await runsOf(id, { limit: BATCH, cursor })
    yield csvLines(items, names)
    if (next === null) return
    // Cut off, so that nobody takes it for the whole.
    if (!(await mayGoOn())) throw new UserError('You may not read this any longer.')
    cursor = next
  }
}
