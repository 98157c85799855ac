import { headers } from 'next/headers'
import { ownEnv } from '#app/_server/env.ts'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { CodeLines } from '#app/_ui/code-lines.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { FollowErrors } from '#app/(signed-in)/errors/_time/follow.tsx'
import css from '#app/(signed-in)/errors/(list)/no-errors.module.css'
import { placeOf } from '#lib/projects/connect/place.ts'
import { waysToConnect } from '#lib/projects/connect/ways.ts'
import { listProjects } from '#lib/projects/data.ts'

const WAYS = ['logger', 'curl']
const DEMO = 'npx belfry demo errors -n 10000'

/** Nothing ever came: how to send the first one. */
export async function NoErrorsYet() {
  const reach = await requireReach('errors:read')
  // By number, so the default one for whoever reaches it.
  const [{ items }, sent] = await Promise.all([listProjects(reach, { limit: 1 }), headers()])
  const asked = URL.parse(`http://${sent.get('host')}`)?.hostname ?? '127.0.0.1'
  const ways = items.flatMap(project =>
    waysToConnect({
      project,
      publicKey: project.keys.find(key => key.revokedAt === null)?.publicKey ?? null,
      place: placeOf(ownEnv(), asked),
    }),
  )
  const shown = WAYS.flatMap(id => ways.filter(way => way.id === id))

  return (
    <>
      <FollowErrors ids={[]} />
      <PageHeader title="Errors" actions={<ButtonLink href="/errors/live">Live</ButtonLink>} />
      <Panel>
        <EmptyState
          title="No errors yet"
          actions={
            <ButtonLink href="/settings/projects" variant="filled">
              All ways to connect
            </ButtonLink>
          }
        >
          Errors of all that you run come in by the protocols that it speaks already. What is alike
          becomes one signature, counted by the second. Send the first:
        </EmptyState>
        <div className={css.ways}>
          {shown.map(({ id, label, obstacle, steps: [first] }) => (
            <CodeLines
              key={id}
              title={`With ${label}`}
              lines={first?.lines ?? ''}
              obstacle={obstacle}
            />
          ))}
          <CodeLines title="Ten thousand made-up ones, in the checkout" lines={DEMO} />
        </div>
      </Panel>
    </>
  )
}
