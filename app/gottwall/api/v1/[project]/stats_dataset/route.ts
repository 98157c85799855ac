import { gottwallRoute } from '#app/_server/gottwall.ts'
import { reachOf } from '#lib/access/reach.ts'
import { statsDataset } from '#lib/charts/gottwall/answers.ts'
import { countedOf } from '#lib/charts/gottwall/data.ts'

export const GET = gottwallRoute('metrics:read', async ({ person, project, query }) =>
  statsDataset(query, await countedOf(reachOf(person), project)),
)
