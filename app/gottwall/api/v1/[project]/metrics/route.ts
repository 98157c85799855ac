import { gottwallRoute } from '#app/_server/gottwall.ts'
import { reachOf } from '#lib/access/reach.ts'
import { treeOf } from '#lib/charts/gottwall/data.ts'

export const GET = gottwallRoute('metrics:read', ({ person, project }) =>
  treeOf(reachOf(person), project),
)
