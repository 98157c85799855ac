import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { orNotFound } from '#app/_server/not-found.ts'
import { requirePerson } from '#app/_server/person.ts'
import { Live } from '#app/_ui/live.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query } from '#app/_ui/query.ts'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { More } from '#app/(signed-in)/settings/_access/more.tsx'
import { AddMember } from '#app/(signed-in)/settings/groups/[name]/add-member.tsx'
import { Description } from '#app/(signed-in)/settings/groups/[name]/description.tsx'
import { GroupMenu } from '#app/(signed-in)/settings/groups/[name]/group-menu.tsx'
import { MemberTable } from '#app/(signed-in)/settings/groups/[name]/member-table.tsx'
import { getGroup, listMembers, usesOf } from '#lib/access/groups/data.ts'
import { groupName } from '#lib/access/groups/schema.ts'

interface Props {
  params: Promise<{ name: string }>
  searchParams: Promise<Query>
}

const above = [
  { href: '/settings', label: 'Settings' },
  { href: '/settings/groups', label: 'Groups' },
]
const LIMIT = 100

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: nameOf((await params).name) }
}

export default async function Page({ params, searchParams }: Props) {
  await requirePerson('people:read')
  const [asked, query] = await Promise.all([params, searchParams])
  const group = await orNotFound(getGroup(nameOf(asked.name)))
  const { name, description, members } = group
  const [{ items, next }, uses] = await Promise.all([
    listMembers(name, { limit: LIMIT, cursor: one(query, 'cursor') }),
    usesOf(name),
  ])

  return (
    <>
      <Live topics={['config']} />
      <PageHeader above={above} title={name} actions={<GroupMenu group={group} />} />
      <Panel>
        <Description name={name} description={description} />
        <p className={css.note}>
          {uses.length > 0 ? `Used by ${uses.join(', ')}.` : 'Nothing is limited to it yet.'}
        </p>
      </Panel>
      <Panel
        flush
        title={members === 1 ? '1 member' : `${members} members`}
        actions={<AddMember group={name} />}
      >
        <MemberTable group={name} members={items} />
      </Panel>
      <More path={`/settings/groups/${encodeURIComponent(name)}`} query={query} next={next} />
    </>
  )
}

/** What stands in an address is still encoded here. The not-found page for what cannot be a name. */
function nameOf(text: string): string {
  return groupName.safeParse(decoded(text)).data ?? notFound()
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
