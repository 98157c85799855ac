import { gottwallFailure } from '#app/_server/gottwall.ts'
import { sharedRoute } from '#app/shared/_answer.ts'
import { inTurn, openView } from '#app/shared/_read.ts'
import { embeddedOf } from '#lib/charts/gottwall/data.ts'

/** `…/embedded/{uid}.json` */
export const GET = sharedRoute(async (uid, query) => {
  const { chart, view } = await openView(uid, query)
  return Response.json(await inTurn(() => embeddedOf(chart, view)))
}, gottwallFailure)
