import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { Live } from '#app/_ui/live.tsx'
import { Markdown } from '#app/_ui/markdown.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import type { Query } from '#app/_ui/query.ts'
import { Tag } from '#app/_ui/tag.tsx'
import { Facts } from '#app/(signed-in)/streams/triggers/[id]/(trigger)/facts.tsx'
import { StreamsPanel } from '#app/(signed-in)/streams/triggers/[id]/(trigger)/streams-panel.tsx'
import { TabsPanel } from '#app/(signed-in)/streams/triggers/[id]/(trigger)/tabs-panel.tsx'
import css from '#app/(signed-in)/streams/triggers/[id]/(trigger)/trigger.module.css'
import { TriggerActions } from '#app/(signed-in)/streams/triggers/[id]/(trigger)/trigger-actions.tsx'
import { triggerAt } from '#app/(signed-in)/streams/triggers/at.ts'
import { TriggerSwitch } from '#app/(signed-in)/streams/triggers/trigger-switch.tsx'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const reach = await requireReach('streams:read')
  return { title: (await triggerAt(reach, (await params).id)).name }
}

export default async function Page({ params, searchParams }: Props) {
  const reach = await requireReach('streams:read')
  const [{ id }, query] = await Promise.all([params, searchParams])
  const trigger = await triggerAt(reach, id)
  const { name, project, description, enabled } = trigger

  return (
    <>
      <Live topics={['config']} />
      <PageHeader
        above={[{ href: '/streams/triggers', label: 'Triggers' }]}
        title={name}
        beside={
          <>
            <TriggerSwitch id={trigger.id} name={name} enabled={enabled} />
            {!enabled && <Tag>off</Tag>}
            {project !== 'default' && <Tag>{project}</Tag>}
          </>
        }
        actions={<TriggerActions id={trigger.id} name={name} />}
      />
      <Facts trigger={trigger} />
      {description && (
        <div className={css.description}>
          <Markdown>{description}</Markdown>
        </div>
      )}
      <StreamsPanel trigger={trigger} />
      <TabsPanel trigger={trigger} query={query} />
    </>
  )
}
