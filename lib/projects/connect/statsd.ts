import {
  allows,
  claims,
  notAllowed,
  notClaimed,
  type Sender,
  type Way,
} from '#lib/projects/connect/way.ts'

/** Belfry's own, where none is set. */
const PORT = 8125

/** StatsD's lines, which carry no key. */
export function statsdWay(sender: Sender): Way {
  const { host } = sender.place
  const port = sender.place.statsd ?? PORT
  return {
    id: 'statsd',
    label: 'StatsD',
    sends: 'metrics',
    protocol: 'statsd',
    obstacle: obstacleOf(sender),
    steps: [
      {
        title: 'Count one order over UDP, in bash',
        lines: `echo 'orders:1|c|#country:ch' >/dev/udp/${host}/${port}`,
      },
      {
        title: 'Count one over TCP, in bash',
        lines: `echo 'orders:1|c|#country:ch' >/dev/tcp/${host}/${port}`,
      },
      {
        title: 'Node: npm install hot-shots',
        lines: `import { StatsD } from 'hot-shots'

const client = new StatsD({ host: '${host}', port: ${port} })
client.increment('orders', { country: 'ch' })
client.timing('checkout', 320, { country: 'ch' })
client.close(() => {})`,
      },
      {
        title: 'Where a StatsD client has its settings',
        lines: `host: ${host}
port: ${port}`,
      },
    ],
  }
}

function obstacleOf({ project, place }: Sender): string | null {
  if (!allows(project, 'statsd')) return notAllowed
  if (place.statsd === null)
    return 'StatsD is switched off (BELFRY_INTAKE_STATSD); switch it on first.'
  return claims(project, ['statsd']) ? null : notClaimed('StatsD')
}
