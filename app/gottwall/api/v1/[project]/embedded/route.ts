import { BODY_LIMIT, readText } from '#app/_server/body.ts'
import { ownEnv } from '#app/_server/env.ts'
import { gottwallRoute } from '#app/_server/gottwall.ts'
import { parsedJson } from '#lib/answer.ts'
import { chartOf, linksOf } from '#lib/charts/gottwall/embedded.ts'
import { shareChart } from '#lib/charts/shared/mutations.ts'

export const POST = gottwallRoute('charts:share', async ({ request, person, project }) => {
  // Whatever type its clients say it has.
  const body = parsedJson(await readText(request, BODY_LIMIT))
  const { uid } = await shareChart(chartOf(project, body), person)
  return linksOf(uid, ownEnv().url)
})
