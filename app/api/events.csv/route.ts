import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { eventsCsvQuery } from '#app/api/_shapes/event-search.ts'
import { exportAnswer } from '#app/api/events/_export.ts'
import { csvForm } from '#lib/events/export/lines.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'All events that fit as CSV, those that ended last first',
    query: eventsCsvQuery,
    answer: 'text/csv',
    handle({ query: { q, columns, ...asked }, ...who }) {
      const file = { ...csvForm(columns), name: 'events.csv', type: 'text/csv' }
      return exportAnswer(file, { ...asked, query: q }, who)
    },
  }),
})
