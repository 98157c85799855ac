import { headers } from 'next/headers'
import { ownEnv } from '#app/_server/env.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { CodeLines } from '#app/_ui/code-lines.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import css from '#app/(signed-in)/events/(search)/no-events.module.css'
import { Follow } from '#app/(signed-in)/explore/_chart/follow.tsx'
import { httpUrl, placeOf } from '#lib/projects/connect/place.ts'
import type { listProjects } from '#lib/projects/data.ts'

type Project = Awaited<ReturnType<typeof listProjects>>['items'][number]

const DEMO = 'npx belfry demo events'

/** Nothing ever came: how to send the first one. */
export async function NoEventsYet({ project }: { project: Project | undefined }) {
  const sent = await headers()
  const asked = URL.parse(`http://${sent.get('host')}`)?.hostname ?? '127.0.0.1'
  const url = httpUrl(placeOf(ownEnv(), asked), '/events')
  const key = project?.keys.find(({ revokedAt }) => revokedAt === null)?.publicKey ?? 'PUBLIC_KEY'
  const curl = `curl ${url} -H 'Authorization: Bearer ${key}' \\
  -d '{"type": "request", "host": "web-1", "body": {"path": "/", "response": {"status": 200}, "user": "ann"}}'`
  const client = `import { configure, context } from 'belfry/client'

configure('${url.replace('://', `://${key}@`).replace(/\/events$/, '')}')
await context('request', async () => {
  // what is done here, and context.set('user', 'ann')
})`
  return (
    <>
      <Follow rangeMs={0} />
      <PageHeader title="Events" actions={<ButtonLink href="/events/live">Live</ButtonLink>} />
      <Panel>
        <EmptyState
          title="No events yet"
          actions={
            <ButtonLink href="/settings/projects" variant="filled">
              All ways to connect
            </ButtonLink>
          }
        >
          An event is one wide record of one piece of work: a request, a job, a query. Applications
          say in it whatever may matter later. Send the first:
        </EmptyState>
        <div className={css.ways}>
          <CodeLines title="With curl" lines={curl} />
          <CodeLines title="In an application of Node" lines={client} />
          <CodeLines title="A small application under load, in the checkout" lines={DEMO} />
        </div>
      </Panel>
    </>
  )
}
