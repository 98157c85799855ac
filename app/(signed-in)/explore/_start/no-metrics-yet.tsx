import { headers } from 'next/headers'
import { ownEnv } from '#app/_server/env.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { CodeLines } from '#app/_ui/code-lines.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import css from '#app/(signed-in)/explore/_start/overview.module.css'
import { placeOf } from '#lib/projects/connect/place.ts'
import { waysToConnect } from '#lib/projects/connect/ways.ts'
import type { ProjectView } from '#lib/projects/schema.ts'

const WAYS = ['statsd', 'gottwall', 'otlp-metrics']
const DEMO = 'npx belfry demo metrics'

/** Nothing was ever counted: how to send the first number. */
export async function NoMetricsYet({ project }: { project: ProjectView }) {
  const asked = URL.parse(`http://${(await headers()).get('host')}`)?.hostname ?? '127.0.0.1'
  const ways = waysToConnect({
    project,
    publicKey: project.keys.find(key => key.revokedAt === null)?.publicKey ?? null,
    place: placeOf(ownEnv(), asked),
  }).filter(({ id }) => WAYS.includes(id))

  return (
    <Panel>
      <EmptyState
        title="No metrics yet"
        actions={
          <ButtonLink href={`/settings/projects/${project.id}`} variant="filled">
            All ways to connect
          </ButtonLink>
        }
      >
        Applications count things here: orders by country, requests by status, how long they took.
        Whatever speaks StatsD, GottWall or OpenTelemetry can send at once:
      </EmptyState>
      <div className={css.ways}>
        {ways.map(({ id, label, obstacle, steps: [first] }) => (
          <CodeLines
            key={id}
            title={`With ${label}`}
            lines={first?.lines ?? ''}
            obstacle={obstacle}
          />
        ))}
        <CodeLines title="A day of a made-up shop, in the checkout" lines={DEMO} />
      </div>
    </Panel>
  )
}
