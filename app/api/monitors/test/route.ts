import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { testDraft, testResult } from '#lib/inquiries/schema.ts'
import { testScript } from '#lib/inquiries/test.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'monitors:run',
    summary: 'Runs a script; nothing is recorded and nobody is told',
    body: testDraft,
    answer: testResult,
    handle: ({ body, person, request }) => testScript(body, person, request.signal),
  }),
})
