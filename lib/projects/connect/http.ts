import { httpUrl } from '#lib/projects/connect/place.ts'
import { keyOf, obstacleOf, type Sender, type Way } from '#lib/projects/connect/way.ts'

/** JSON over HTTP with curl. */
export function curlWay(sender: Sender): Way {
  const url = httpUrl(sender.place, '/errors')
  const error = `{"message": "A first error", "level": "error", "host": "web-1", "program": "try"}`
  return {
    id: 'curl',
    label: 'curl',
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

/** Logs by OTLP over HTTP. */
export function otlpWay(sender: Sender): Way {
  const url = httpUrl(sender.place, '/v1/logs')
  return {
    id: 'otlp',
    label: 'OpenTelemetry',
    protocol: 'otlp',
    obstacle: obstacleOf(sender, 'otlp'),
    steps: [
      {
        title: 'The environment of a program that has OpenTelemetry’s SDK in it',
        lines: `OTEL_LOGS_EXPORTER=otlp
OTEL_EXPORTER_OTLP_LOGS_PROTOCOL=http/protobuf
OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=${url}
OTEL_EXPORTER_OTLP_LOGS_HEADERS=authorization=Bearer%20${keyOf(sender)}`,
      },
      {
        title: 'Node: npm install @opentelemetry/sdk-logs @opentelemetry/exporter-logs-otlp-proto',
        lines: `import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'

const exporter = new OTLPLogExporter({
  url: '${url}',
  headers: { authorization: 'Bearer ${keyOf(sender)}' },
})
const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] })
const logger = provider.getLogger('try')
logger.emit({ severityNumber: 17, severityText: 'ERROR', body: 'A first error' })
await provider.forceFlush()`,
      },
    ],
  }
}
