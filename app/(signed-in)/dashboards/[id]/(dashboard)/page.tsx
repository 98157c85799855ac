import type { Metadata } from 'next'
import { requirePerson } from '#app/_server/person.ts'
import { requireReach } from '#app/_server/reach.ts'
import { Choice } from '#app/_ui/choice.tsx'
import { Follow } from '#app/_ui/follow.tsx'
import { GroupTags } from '#app/_ui/group-tags.tsx'
import { Markdown } from '#app/_ui/markdown.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { rangeOf } from '#app/_ui/range/range.ts'
import { RangeChoice } from '#app/_ui/range/range-choice.tsx'
import { readEarly } from '#app/(signed-in)/dashboards/_board/early.ts'
import { REFRESHES, refreshOf } from '#app/(signed-in)/dashboards/_board/refresh.ts'
import css from '#app/(signed-in)/dashboards/[id]/(dashboard)/dashboard.module.css'
import { DashboardActions } from '#app/(signed-in)/dashboards/[id]/(dashboard)/dashboard-actions.tsx'
import { NoPanels } from '#app/(signed-in)/dashboards/[id]/(dashboard)/no-panels.tsx'
import { Viewer } from '#app/(signed-in)/dashboards/[id]/(dashboard)/viewer.tsx'
import { Wall } from '#app/(signed-in)/dashboards/[id]/(dashboard)/wall.tsx'
import { dashboardAt } from '#app/(signed-in)/dashboards/at.ts'
import { reachOf } from '#lib/access/reach.ts'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const reach = await requireReach('dashboards:read')
  return { title: (await dashboardAt(reach, (await params).id)).name }
}

/** With `?wall=1` there is nothing but the panels, as large as fits the screen. */
export default async function Page({ params, searchParams }: Props) {
  const person = await requirePerson('dashboards:read')
  const [{ id }, query] = await Promise.all([params, searchParams])
  const dashboard = await dashboardAt(reachOf(person), id)
  const range = rangeOf(query, new Date(), dashboard.range)
  const refresh = refreshOf(query)
  const { panels } = dashboard
  const early = readEarly(person, panels, range)
  const view = { panels, range, early, refreshMs: refresh.ms }
  const path = `/dashboards/${dashboard.id}`

  if (one(query, 'wall'))
    return (
      <Wall name={dashboard.name} {...view}>
        <Follow id={dashboard.id} />
      </Wall>
    )
  return (
    <>
      <Follow id={dashboard.id} />
      <PageHeader
        above={[{ href: '/dashboards', label: 'Dashboards' }]}
        title={dashboard.name}
        beside={<GroupTags groups={dashboard.groups} />}
        actions={<DashboardActions {...dashboard} />}
      />
      {dashboard.description && (
        <div className={css.description}>
          <Markdown>{dashboard.description}</Markdown>
        </div>
      )}
      {dashboard.panels.length > 0 ? (
        <>
          <div className={css.bar}>
            <RangeChoice range={range} hrefOf={changes => withQuery(path, query, changes)} />
            <Choice
              name="refresh"
              label="Refresh"
              options={REFRESHES.map(({ key, label }) => ({
                value: key,
                label: `Refresh: ${label}`,
              }))}
              value={refresh.key}
              width={128}
            />
          </div>
          <Viewer {...view} />
        </>
      ) : (
        <NoPanels id={dashboard.id} declared={dashboard.declared} />
      )}
    </>
  )
}
