import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { failureOf } from '#app/_server/failure.ts'
import { titleOf } from '#app/_ui/panel-body/title.ts'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { askedOf, drawView, openView } from '#app/shared/_read.ts'
import { SharedChart } from '#app/shared/[uid]/shared-chart.tsx'
import { SharedFailure } from '#app/shared/[uid]/shared-failure.tsx'
import { sizeOf } from '#lib/charts/shared/asked.ts'
import { panelForAll } from '#lib/charts/shared/public.ts'
import { UserError } from '#lib/failures.ts'

interface Props {
  params: Promise<{ uid: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const shown = await shownFor((await params).uid, JSON.stringify(await searchParams))
  return { title: shown.title }
}

/** For everybody who has the address; whoever is signed in sees the same. */
export default async function Page({ params, searchParams }: Props) {
  const [{ uid }, query] = await Promise.all([params, searchParams])
  const shown = await shownFor(uid, JSON.stringify(query))
  if (shown.failure !== undefined) return <SharedFailure>{shown.failure}</SharedFailure>
  return (
    <SharedChart
      {...shown}
      address={withQuery(`/shared/${uid}.json`, query, {})}
      size={sizeOf(askedOf(query), { width: '100%', height: '100dvh' })}
    />
  )
}

/** Read once, for the title and the page. */
const shownFor = cache(async (uid: string, query: string) => {
  try {
    const shared = await openView(uid, JSON.parse(query) as Query)
    const drawn = await drawView(shared)
    const { panel } = shared.view
    const title = shared.chart.name || titleOf(panel)
    return { title, panel: panelForAll(panel, title), drawn }
  } catch (error) {
    if (error instanceof UserError && error.code === 'not_found') notFound()
    return { title: 'Shared chart', failure: failureOf(error).message }
  }
})
