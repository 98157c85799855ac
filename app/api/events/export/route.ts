import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { stillReaches } from '#app/_server/still-may.ts'
import { streamOf } from '#app/_server/stream.ts'
import { exportQuery } from '#app/api/_shapes/events.ts'
import { openOwnArchive } from '#app/api/events/_archive.ts'
import { reachOf } from '#lib/access/reach.ts'
import { everyEvent } from '#lib/events/archive/data.ts'
import { questionOf } from '#lib/events/data.ts'
import type { Question } from '#lib/events/question.ts'
import { UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'

const LINES_AT_ONCE = 500
/** So long somebody goes on reading who may not any more. */
const ASK_EVERY_MS = 10_000

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'All events that fit as JSON lines, the oldest first, those of the archive among them',
    query: exportQuery,
    answer: 'application/x-ndjson',
    async handle({ query: { q, ...asked }, person, request }) {
      const question = await questionOf(reachOf(person), { ...asked, query: q })
      const mayGoOn = stillReaches(request, 'events:read', person)
      return new Response(
        streamOf(left => lines(question, mayGoOn, left)),
        {
          headers: {
            'content-type': 'application/x-ndjson; charset=utf-8',
            'content-disposition': 'attachment; filename="belfry-events.jsonl"',
            'cache-control': 'no-store',
          },
        },
      )
    },
  }),
})

async function* lines(
  question: Question,
  mayGoOn: () => Promise<boolean>,
  left: AbortSignal,
): AsyncGenerator<string> {
  const place = openOwnArchive()
  const forbidden = new AbortController()
  const asking = setInterval(async () => {
    // Cut off, so that nobody takes it for the whole.
    if (!(await mayGoOn().catch(() => false)))
      forbidden.abort(new UserError('You may not read this any longer.', { code: 'forbidden' }))
  }, ASK_EVERY_MS)
  const signal = AbortSignal.any([left, forbidden.signal])
  const say = (problem: string) => log.warn({ problem }, 'a file of the archive cannot be read')
  let piece: string[] = []
  try {
    for await (const event of everyEvent(question, { place, say, signal })) {
      piece.push(`${JSON.stringify(event)}\n`)
      if (piece.length < LINES_AT_ONCE) continue
      yield piece.join('')
      piece = []
    }
    yield piece.join('')
  } finally {
    clearInterval(asking)
    place?.close()
  }
}
