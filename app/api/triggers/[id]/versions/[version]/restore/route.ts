import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneVersion, trigger } from '#app/api/_shapes/triggers.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getTrigger } from '#lib/streams/triggers/data.ts'
import { restoreVersion } from '#lib/streams/triggers/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'streams:write',
    summary: 'Makes an old version of a trigger the newest one',
    params: oneVersion,
    answer: trigger,
    async handle({ params, person }) {
      await restoreVersion(params.id, params.version, person)
      return getTrigger(reachOf(person), params.id)
    },
  }),
})
