import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { archivedDay, archiveQuery } from '#app/api/_shapes/events.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { openOwnArchive } from '#app/api/events/_archive.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listArchive } from '#lib/events/archive/catalog.ts'
import { projectNames } from '#lib/events/archive/data.ts'
import { UserError } from '#lib/failures.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'The days whose events are in the archive, the newest first, and what types they have',
    query: archiveQuery,
    answer: page(archivedDay),
    async handle({ query: { project, limit, cursor }, person }) {
      const reach = reachOf(person)
      const projectId =
        project === undefined ? undefined : (await getProjectNamed(reach, project)).id
      const place = openOwnArchive()
      if (!place)
        throw new UserError('There is no archive: BELFRY_ARCHIVE is not set.', {
          code: 'not_found',
        })
      try {
        const nameOf = await projectNames({ reach, projectId })
        return await listArchive(place, { limit, cursor, nameOf })
      } finally {
        place.close()
      }
    },
  }),
})
