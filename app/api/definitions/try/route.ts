import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { definitionTried } from '#app/api/_shapes/definitions.ts'
import { reachOf } from '#lib/access/reach.ts'
import { trialFor } from '#lib/streams/definitions/data.ts'
import { definitionTrial } from '#lib/streams/definitions/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'streams:read',
    summary: 'Tells what would become of a notification',
    body: definitionTrial,
    answer: definitionTried,
    async handle({ body: { notification, ...asked }, person }) {
      const trial = await trialFor(reachOf(person), asked)
      return trial(notification)
    },
  }),
})
