import { httpUrl } from '#lib/projects/connect/place.ts'
import { keyOf, obstacleOf, type Sender, type Step, type Way } from '#lib/projects/connect/way.ts'

/** Logs by OTLP over HTTP. */
export function otlpWay(sender: Sender): Way {
  const url = httpUrl(sender.place, '/v1/logs')
  return {
    id: 'otlp',
    label: 'OpenTelemetry',
    sends: 'errors',
    protocol: 'otlp',
    obstacle: obstacleOf(sender, 'otlp'),
    steps: [
      environmentStep(sender, 'LOGS', url),
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

/** Metrics by OTLP over HTTP. */
export function otlpMetricsWay(sender: Sender): Way {
  const url = httpUrl(sender.place, '/v1/metrics')
  return {
    id: 'otlp-metrics',
    label: 'OpenTelemetry',
    sends: 'metrics',
    protocol: 'otlp',
    obstacle: obstacleOf(sender, 'otlp'),
    steps: [
      environmentStep(sender, 'METRICS', url),
      {
        title:
          'Node: npm install @opentelemetry/sdk-metrics @opentelemetry/exporter-metrics-otlp-proto',
        lines: `import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'

const exporter = new OTLPMetricExporter({
  url: '${url}',
  headers: { authorization: 'Bearer ${keyOf(sender)}' },
})
const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] })
const orders = provider.getMeter('try').createCounter('orders')
orders.add(1, { country: 'ch' })
await provider.shutdown()`,
      },
    ],
  }
}

const environmentStep = (sender: Sender, signal: 'LOGS' | 'METRICS', url: string): Step => ({
  title: 'The environment of a program that has OpenTelemetry’s SDK in it',
  lines: `OTEL_${signal}_EXPORTER=otlp
OTEL_EXPORTER_OTLP_${signal}_PROTOCOL=http/protobuf
OTEL_EXPORTER_OTLP_${signal}_ENDPOINT=${url}
OTEL_EXPORTER_OTLP_${signal}_HEADERS=authorization=Bearer%20${keyOf(sender)}`,
})
