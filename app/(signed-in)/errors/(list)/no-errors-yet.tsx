import { headers } from 'next/headers'
import { ownEnv } from '#app/_server/env.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { CopyLines } from '#app/_ui/copy-lines.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import css from '#app/(signed-in)/errors/(list)/no-errors.module.css'
import { placeOf } from '#lib/projects/connect/place.ts'
import { waysToConnect } from '#lib/projects/connect/ways.ts'
import { getProject } from '#lib/projects/data.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'

const WAYS = ['logger', 'curl']
const DEMO = 'npx belfry demo errors -n 10000'

/** Nothing ever came: how to send the first one. */
export async function NoErrorsYet() {
  const [project, sent] = await Promise.all([getProject(DEFAULT_PROJECT), headers()])
  const asked = URL.parse(`http://${sent.get('host')}`)?.hostname ?? '127.0.0.1'
  const ways = waysToConnect({
    project,
    publicKey: project.keys.find(key => key.revokedAt === null)?.publicKey ?? null,
    place: placeOf(ownEnv(), asked),
  })
  const shown = WAYS.flatMap(id => ways.filter(way => way.id === id && way.obstacle === null))

  return (
    <EmptyState
      title="No errors yet"
      actions={
        <ButtonLink href="/settings/projects" variant="filled">
          All ways to connect
        </ButtonLink>
      }
    >
      <p>
        Errors of all that you run come in by the protocols that it speaks already. What is alike
        becomes one signature, counted by the second. Send the first:
      </p>
      <dl className={css.ways}>
        {shown.map(({ id, label, steps: [first] }) => (
          <div key={id}>
            <dt>With {label}</dt>
            <dd>{first && <CopyLines lines={first.lines} />}</dd>
          </div>
        ))}
        <div>
          <dt>Ten thousand made-up ones, in the checkout</dt>
          <dd>
            <CopyLines lines={DEMO} />
          </dd>
        </div>
      </dl>
    </EmptyState>
  )
}
