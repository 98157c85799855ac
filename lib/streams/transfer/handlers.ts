import { isFields } from '#lib/intake/untrusted.ts'
import { handlerPlugin } from '#lib/streams/pipelines/flaws.ts'

/** What a step of pipelines.yaml becomes here, or why it cannot. */
export type Mapped = { steps: unknown[]; note?: string } | { problem: string }

/** What Winchester's sample configuration calls its classes. */
const USUAL: Readonly<Record<string, string>> = {
  ...{ logger: 'LoggingHandler', logging: 'LoggingHandler' },
  ...{ atompub: 'AtomPubHandler', atom_pub: 'AtomPubHandler' },
  ...{ usage: 'UsageHandler', notabene: 'NotabeneHandler' },
}

const LEFT_OUT: Readonly<Record<string, string>> = {
  UsageHandler: 'verifies OpenStack’s usage records; what you check of them, a script step can',
  NotabeneHandler:
    'publishes to RabbitMQ, which Belfry does not speak; a webhook step can tell what does',
}

/** A step of Winchester, whose name stands for a class, by `pipeline_handlers` or as usual. Belfry's own stay. */
export function mappedStep(
  written: unknown,
  isLast: boolean,
  classes: Readonly<Record<string, string>>,
): Mapped {
  const name = typeof written === 'string' ? written : isFields(written) ? written.name : undefined
  if (typeof name !== 'string') return { steps: [written] }
  const params = isFields(written) && isFields(written.params) ? written.params : {}

  const known = Object.hasOwn(classes, name) ? classes[name]?.split(':').at(-1) : undefined
  if (known === undefined && handlerPlugin(name)) return { steps: [written] }
  const handler = known ?? USUAL[name]
  if (handler === 'LoggingHandler') return { steps: ['log'] }
  if (handler === 'AtomPubHandler') return webhookOf(params, isLast)
  if (handler && LEFT_OUT[handler]) return { problem: `${name} ${LEFT_OUT[handler]}` }
  if (handler === undefined) return { steps: [written] }
  return { problem: `${name} is a class of your own (${handler}): write it as a script step` }
}

/** Sends the same events by the same rules, as JSON. */
function webhookOf(params: Record<string, unknown>, isLast: boolean): Mapped {
  const { url, event_types: types, auth_user, auth_key, auth_server } = params
  if (auth_user ?? auth_key ?? auth_server)
    return {
      problem:
        'its credentials belong into an alert of the kind webhook, which an admin makes: then write { name: webhook, params: { alert: ITS KEY } }',
    }
  const webhook = { name: 'webhook', params: { url } }
  const note = 'sends JSON from now on, not Atom'
  const patterns = [types ?? []].flat().map(String)
  if (patterns.length === 0) return { steps: [webhook], note }
  if (!isLast)
    return { problem: 'has event_types, and steps after it: put it at the end, behind a filter' }
  return { steps: [{ name: 'filter', params: { where: typesAsQuery(patterns) } }, webhook], note }
}

const typesAsQuery = (patterns: readonly string[]) =>
  patterns
    .map(pattern => `type:${/^[\w.*-]+$/.test(pattern) ? pattern : JSON.stringify(pattern)}`)
    .join(' or ')
