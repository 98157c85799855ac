import { formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import css from '#app/(signed-in)/settings/projects/[id]/project.module.css'
import { listenerInWords, protocolInWords } from '#app/(signed-in)/settings/projects/words.ts'
import type { EventSettings } from '#lib/events/settings.ts'
import type { MetricSettings } from '#lib/metrics/settings.ts'
import { DEFAULT_PROJECT, type ProjectView } from '#lib/projects/schema.ts'

/** What a project is and how it is set, in a few lines. */
export function ProjectFacts({ project }: { project: ProjectView }) {
  const { description, declared, limits, protocols, settings } = project
  const { level, below, classifiers, keepEvents } = settings.errors
  return (
    <Panel>
      {description && <p className={css.description}>{description}</p>}
      {declared && (
        <p className={`dim ${css.description}`}>
          Declared in the configuration file: change it there, then run belfry apply.
        </p>
      )}
      <dl className={css.facts}>
        <dt>Errors</dt>
        <dd>
          {level} and worse; the rest is{' '}
          {below === 'drop' ? 'dropped and counted' : 'kept as events'}
        </dd>
        <dt>Classifiers</dt>
        <dd>{classifiers.join(', then ')}</dd>
        <dt>Events</dt>
        <dd>{eventsInWords(settings.events)}</dd>
        <dt>Metrics</dt>
        <dd>{metricsInWords(settings.metrics)}</dd>
        <dt>Limits</dt>
        <dd>
          {perSecond(limits.messagesPerSecond, 'messages')},{' '}
          {perSecond(limits.bytesPerSecond, 'bytes')}; {formatNumber(limits.signatures)} signatures
          with the newest {formatNumber(keepEvents)} examples each, {formatNumber(limits.series)}{' '}
          metrics and values of their filters
        </dd>
        <dt>Protocols</dt>
        <dd>{protocols === null ? 'all' : protocols.map(protocolInWords).join(', ') || 'none'}</dd>
        <dt>Without a key</dt>
        <dd>{claimsInWords(project)}</dd>
      </dl>
    </Panel>
  )
}

const perSecond = (limit: number | null, what: string) =>
  limit === null ? `any number of ${what} a second` : `${formatNumber(limit)} ${what} a second`

function claimsInWords({ id, claims: { networks, listeners, lists } }: ProjectView): string {
  const claims = [
    ...networks.map(network => `what comes from ${network}`),
    ...listeners.map(listener => `what comes by ${listenerInWords(listener)}`),
    ...lists.map(list => `the Redis list ${list}`),
    ...(id === DEFAULT_PROJECT ? ['whatever no other project claims'] : []),
  ]
  return claims.join(', ') || 'nothing'
}

function eventsInWords({ rules, pastDays, futureMinutes }: EventSettings): string {
  const kept = rules.map(({ type, keep }) =>
    keep === 0 ? `none of ${type}` : `${formatNumber(keep * 100)} % of ${type}`,
  )
  return [
    kept.length > 0 ? `kept are ${kept.join(', ')}, and all others` : 'all are kept',
    `refused when they ended more than ${formatNumber(pastDays)} days ago or ${formatNumber(futureMinutes)} minutes ahead`,
  ].join('; ')
}

function metricsInWords({ timezone, sets, pastDays, futureMinutes, keepDays }: MetricSettings) {
  const together = sets.map(names => names.join(' and '))
  const kept = Object.entries(keepDays).map(([period, days]) =>
    days === null ? `${period}s for ever` : `${period}s for ${formatNumber(days)} days`,
  )
  const refused = [
    ...(pastDays === null ? [] : [`older than ${formatNumber(pastDays)} days`]),
    `more than ${formatNumber(futureMinutes)} minutes ahead`,
  ]
  return [
    `counted by the clocks of ${timezone}`,
    ...(together.length > 0 ? [`together also by ${together.join(', by ')}`] : []),
    `kept as ${kept.join(', ')}`,
    `refused when ${refused.join(' or ')}`,
  ].join('; ')
}
