import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { eventsAsked } from '#app/api/_shapes/event-search.ts'
import { exportAnswer } from '#app/api/events/_export.ts'
import { jsonLinesForm } from '#lib/events/export/lines.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'All events that fit as JSON lines, those that ended last first',
    query: eventsAsked,
    answer: 'application/x-ndjson',
    handle({ query: { q, ...asked }, ...who }) {
      const file = { ...jsonLinesForm, name: 'events.jsonl', type: 'application/x-ndjson' }
      return exportAnswer(file, { ...asked, query: q }, who)
    },
  }),
})
