import { IconCheck, IconCircleDashed } from '@tabler/icons-react'
import Link from 'next/link'
import { withQuery } from '#app/_ui/query.ts'
import { ExactTime, RelativeTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { traitQuery, traitText } from '#app/(signed-in)/streams/_stream/trait-text.ts'
import css from '#app/(signed-in)/streams/[id]/stream.module.css'
import type { StreamDetail } from '#lib/streams/reading/detail/data.ts'
import { isMissing, type Wanted } from '#lib/streams/reading/wanted.ts'

/** Whose stream it is, and what becomes of it when. */
export function Facts({ stream }: { stream: StreamDetail }) {
  const { id, trigger, triggerId, version, project, traits, openedAt, depth } = stream
  const failed = failedAttempts(stream)
  return (
    <div className={css.facts}>
      <span className="dim">No. {id}</span>
      <span>
        Trigger{' '}
        <Link href={`/streams/triggers/${triggerId}`}>
          <bdi>{visible(trigger)}</bdi>
        </Link>{' '}
        <span className="dim">version {version}</span>
      </span>
      <span>Project {visible(project)}</span>
      {Object.entries(traits).map(([name, value]) => (
        <span key={name}>
          {visible(name)}{' '}
          <Link
            href={withQuery('/streams', {}, { q: traitQuery(name, value) })}
            prefetch={false}
            title="Streams with the same"
          >
            <bdi>{traitText(value)}</bdi>
          </Link>
        </span>
      ))}
      <span>
        Opened <RelativeTime at={openedAt} />
      </span>
      {failed > 0 && (
        <span>
          {failed} {failed === 1 ? 'attempt' : 'attempts'} failed
        </span>
      )}
      {depth > 0 && (
        <span title="Events that pipelines made are fed to triggers again">
          {depth} {depth === 1 ? 'pipeline' : 'pipelines'} before it
        </span>
      )}
    </div>
  )
}

/** All but the one that is under way, or went well. */
const failedAttempts = ({ attempts, state }: StreamDetail) =>
  ['firing', 'expiring', 'completed'].includes(state) ? attempts - 1 : attempts

/** When it fires or expires, and with which pipeline. */
export function Outlook({ stream }: { stream: StreamDetail }) {
  const { fireAt, firePipeline, expireAt, expirePipeline, expiration, waitsFor } = stream
  return (
    <dl className={css.outlook}>
      <dt>Fires</dt>
      <dd>
        {fireAt === null ? 'when all of this is there' : <ExactTime at={fireAt} />}
        <Pipeline name={firePipeline} />
        <ul className={css.wanted}>
          {waitsFor.map((wanted, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and all keep their places
            <WantedItem key={i} wanted={wanted} />
          ))}
        </ul>
      </dd>
      <dt>Expires</dt>
      <dd>
        <ExactTime at={expireAt} /> <code className="mono">{expiration}</code>
        <Pipeline name={expirePipeline} />
      </dd>
    </dl>
  )
}

function WantedItem({ wanted }: { wanted: Wanted }) {
  const isMet = !isMissing(wanted)
  const Icon = isMet ? IconCheck : IconCircleDashed
  return (
    <li data-met={isMet}>
      <Icon size={14} stroke={2} aria-label={isMet ? 'There' : 'Missing'} />
      <bdi>{visible(wanted.words)}</bdi>{' '}
      {wanted.needed > 1 && (
        <span className="dim">
          {wanted.met} of {wanted.needed}
        </span>
      )}
    </li>
  )
}

const Pipeline = ({ name }: { name: string | null }) => (
  <span className="dim">
    {' '}
    → {name === null ? 'no pipeline' : <bdi className={css.pipeline}>{visible(name)}</bdi>}
  </span>
)
