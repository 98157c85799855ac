import { ownEnv } from '#app/_server/env.ts'
import { sharedRoute } from '#app/shared/_answer.ts'
import { askedOf, openView } from '#app/shared/_read.ts'
import { addressesOf, USUAL_SIZE } from '#lib/charts/shared/addresses.ts'
import { sizeOf } from '#lib/charts/shared/asked.ts'
import { scriptOf } from '#lib/charts/shared/script.ts'

export const GET = sharedRoute(async (uid, query) => {
  const { chart } = await openView(uid, query)
  const { page } = addressesOf(chart.uid, ownEnv().url)
  const size = sizeOf(askedOf(query), USUAL_SIZE)
  const source = query.size > 0 ? `${page}?${query}` : page
  return new Response(scriptOf(source, size), {
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
  })
})
