import { shellWord } from '#lib/projects/connect/shell-word.ts'
import { allows, keyOf, notAllowed, type Sender, type Way } from '#lib/projects/connect/way.ts'

/** Subjects of the NATS servers that both sides know. None where there are none: it is a choice of the installation. */
export function natsWays(sender: Sender): Way[] {
  const { nats } = sender.place
  if (nats === null) return []
  const server = `--server ${shellWord(nats)}`
  const way = (sends: Way['sends'], title: string, item: object): Way => ({
    id: `nats-${sends}`,
    label: 'NATS',
    ...{ sends, protocol: 'nats', obstacle: obstacleOf(sender) },
    steps: [
      {
        title,
        lines: `nats pub ${server} belfry.${sends}.${keyOf(sender)} '${JSON.stringify(item)}'`,
      },
    ],
  })
  return [
    way('errors', 'Publish one error, as a user of NATS who may', {
      message: 'A first error',
      host: 'web-1',
    }),
    way('metrics', 'Count once', { a: 'incr', n: 'orders', v: 1 }),
    way('events', 'Publish one event', { type: 'request', host: 'web-1', body: { user: 'ann' } }),
  ]
}

function obstacleOf({ project, publicKey }: Sender): string | null {
  if (!allows(project, 'nats')) return notAllowed
  return publicKey ? null : 'The project has no key that works; make one below first.'
}
