import type { ClassifierName } from '#lib/errors/classify/contract.ts'
import type { DropReason } from '#lib/errors/contract.ts'
import type { DropReason as EventDropReason } from '#lib/events/intake/contract.ts'
import type { DropReason as MetricDropReason } from '#lib/metrics/intake/contract.ts'
import type { Listener, Protocol } from '#lib/projects/schema.ts'

const PROTOCOLS: Record<Protocol, string> = {
  http: 'HTTP: to /errors and /events',
  syslog: 'Syslog',
  sentry: 'Sentry SDKs',
  otlp: 'OpenTelemetry',
  redis: 'Redis',
  nats: 'NATS',
  gottwall: 'GottWall',
  statsd: 'StatsD',
  blueox: 'BlueOx',
}
export const protocolInWords = (protocol: Protocol): string => PROTOCOLS[protocol]

const LISTENERS: Record<Listener, string> = {
  http: 'HTTP',
  statsd: 'StatsD',
  blueox: 'BlueOx',
  syslog: 'Syslog over TCP and UDP',
  'syslog-tls': 'Syslog over TLS',
  nats: 'NATS',
}
export const listenerInWords = (listener: Listener): string => LISTENERS[listener]

const CLASSIFIERS: Record<ClassifierName, string> = {
  rules: 'rules: expressions that people set',
  similarity: 'similarity: alike as Firetower sees it',
  template: 'template: found as messages come',
}
export const classifierInWords = (classifier: ClassifierName): string => CLASSIFIERS[classifier]

type Outcome = 'accepted' | 'kept' | DropReason | EventDropReason | MetricDropReason

const OUTCOMES: Record<Outcome, string> = {
  accepted: 'taken',
  kept: 'kept as events, since they are less bad than the project counts',
  duplicate: 'dropped: repeats of what was counted before',
  below_level: 'dropped: less bad than the project counts',
  rate_limited: 'dropped: above the project’s limits',
  overloaded: 'dropped: the database was slow or away, and memory was full',
  invalid: 'dropped: not readable as what their protocol says',
  too_large: 'dropped: too large',
  unauthorized: 'dropped: without a key that is known',
  forbidden:
    'dropped: a protocol that the project does not allow, or what names another project than its key',
  out_of_window: 'dropped: earlier or later than the project takes',
  too_many_series: 'dropped: more metrics and values of filters than the project may have',
  too_many_names: 'dropped: more types or hosts of events than the project may have',
  sampled_out: 'dropped: the project’s rules keep no events or not all of this type',
  no_definition: 'dropped: notifications that no event definition takes',
  no_traits: 'dropped: notifications that hold none of the traits of their definition',
  unknown_version: 'dropped: of a version of BlueOx’s wire that is not known',
  wrong_frames: 'dropped: of another number of frames than BlueOx’s wire has',
  wrong_length: 'dropped: with a first frame that is not as long as BlueOx’s wire says',
  not_msgpack: 'dropped: not readable as MessagePack',
  refused: 'dropped: the database did not take them',
}

/** What became of messages; a reason that a newer process wrote stands as it is. */
export const outcomeInWords = (outcome: string): string =>
  (OUTCOMES as Record<string, string>)[outcome] ?? `dropped: ${outcome.replaceAll('_', ' ')}`
