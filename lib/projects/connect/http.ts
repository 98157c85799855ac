import { httpUrl } from '#lib/projects/connect/place.ts'
import { keyOf, obstacleOf, type Sender, type Way } from '#lib/projects/connect/way.ts'

/** JSON over HTTP with curl. */
export function curlWay(sender: Sender): Way {
  const url = httpUrl(sender.place, '/errors')
  const error = `{"message": "A first error", "level": "error", "host": "web-1", "program": "try"}`
  return {
    id: 'curl',
    label: 'curl',
    sends: 'errors',
    protocol: 'http',
    obstacle: obstacleOf(sender, 'http'),
    steps: [
      {
        title: 'Send one error',
        lines: `curl ${url} \\
  -H 'Authorization: Bearer ${keyOf(sender)}' \\
  -H 'Content-Type: application/json' \\
  -d '${error}'`,
      },
      {
        title: 'Send many, one JSON a line',
        lines: `printf '%s\\n' '{"message": "The first"}' '{"message": "The second"}' |
  curl ${url} \\
    -H 'Authorization: Bearer ${keyOf(sender)}' \\
    -H 'Content-Type: application/x-ndjson' \\
    --data-binary @-`,
      },
    ],
  }
}

/** Sentry's SDKs, which send to the address in a DSN. */
export function sentryWay(sender: Sender): Way {
  const { project } = sender
  const dsn = httpUrl(sender.place, `/${project.id}`).replace('://', `://${keyOf(sender)}@`)
  return {
    id: 'sentry',
    label: 'Sentry SDK',
    sends: 'errors',
    protocol: 'sentry',
    obstacle: obstacleOf(sender, 'sentry'),
    steps: [
      { title: 'The DSN, for an SDK of any language', lines: dsn },
      {
        title: 'Node: npm install @sentry/node',
        lines: `import * as Sentry from '@sentry/node'

Sentry.init({ dsn: '${dsn}' })
Sentry.captureException(new Error('A first error'))`,
      },
      {
        title: 'Python: pip install sentry-sdk',
        lines: `import sentry_sdk

sentry_sdk.init(dsn="${dsn}")
sentry_sdk.capture_message("A first error", level="error")`,
      },
    ],
  }
}
