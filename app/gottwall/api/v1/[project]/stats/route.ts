import { gottwallRoute } from '#app/_server/gottwall.ts'
import { reachOf } from '#lib/access/reach.ts'
import { stats } from '#lib/charts/gottwall/answers.ts'
import { countedOf } from '#lib/charts/gottwall/data.ts'

export const GET = gottwallRoute('metrics:read', async ({ person, project, query }) =>
  stats(query, await countedOf(reachOf(person), project)),
)
