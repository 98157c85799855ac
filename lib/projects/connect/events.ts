import { httpUrl } from '#lib/projects/connect/place.ts'
import { keyOf, obstacleOf, type Sender, type Way } from '#lib/projects/connect/way.ts'

/** Belfry's own client library, for Node. */
export function clientWay(sender: Sender): Way {
  const dsn = httpUrl(sender.place).replace('://', `://${keyOf(sender)}@`)
  return {
    id: 'client',
    label: 'belfry/client',
    sends: 'events',
    protocol: 'http',
    obstacle: obstacleOf(sender, 'http'),
    steps: [
      {
        title: 'Node: npm install the tarball that npm pack makes in the checkout',
        lines: `import { close, configure, context } from 'belfry/client'

configure('${dsn}')
await context('request', async request => {
  request.set('user', 'ann')
  request.set('response.status', 200)
})
await close()`,
      },
      { title: 'Where a program is told by its environment', lines: `BELFRY_DSN=${dsn}` },
    ],
  }
}

/** JSON over HTTP with curl. */
export function curlEventsWay(sender: Sender): Way {
  const url = httpUrl(sender.place, '/events')
  const event = { type: 'request', host: 'web-1', body: { response: { status: 200 }, user: 'ann' } }
  return {
    id: 'events-curl',
    label: 'curl',
    sends: 'events',
    protocol: 'http',
    obstacle: obstacleOf(sender, 'http'),
    steps: [
      {
        title: 'Send one event',
        lines: `curl ${url} \\
  -H 'Authorization: Bearer ${keyOf(sender)}' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(event)}'`,
      },
      {
        title: 'Send many, one JSON a line; MessagePack is application/msgpack',
        lines: `printf '%s\\n' '{"type": "request", "user": "ann"}' '{"type": "request.sql", "rows": 3}' |
  curl ${url} \\
    -H 'Authorization: Bearer ${keyOf(sender)}' \\
    -H 'Content-Type: application/x-ndjson' \\
    --data-binary @-`,
      },
    ],
  }
}
