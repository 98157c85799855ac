import { createHash } from 'node:crypto'
import type { Call, Reply, Route } from '#lib/intake/http/route.ts'
import { answer, encodingOf, refuse } from '#lib/intake/otlp/answer.ts'
import { recordsOfJson } from '#lib/intake/otlp/json.ts'
import { readLogs } from '#lib/intake/otlp/logs.ts'
import { pointsOfJson } from '#lib/intake/otlp/metrics/json.ts'
import { pointsOfProtobuf } from '#lib/intake/otlp/metrics/protobuf.ts'
import { type Metrics, readMetrics } from '#lib/intake/otlp/metrics/read.ts'
import { rejectedPoints } from '#lib/intake/otlp/metrics/rejected.ts'
import { recordsOfProtobuf } from '#lib/intake/otlp/protobuf.ts'

const MIB = 1024 * 1024

/**
 * OTLP over HTTP (opentelemetry.io/docs/specs/otlp), in Protocol Buffers and in JSON; the answer comes in the encoding
 * of the question.
 */
const otlp = {
  method: 'POST',
  protocol: 'otlp',
  limits: { packedBytes: 8 * MIB, bytes: 16 * MIB },
  cors: true,
  refuse,
} as const

export const otlpLogs: Route = { ...otlp, path: '/v1/logs', handle: takeLogs }
export const otlpMetrics: Route = { ...otlp, path: '/v1/metrics', handle: takeMetrics }

async function takeLogs({ headers, body, project, intake }: Call): Promise<Reply> {
  const encoding = encodingOf(headers)
  const records = encoding === 'json' ? recordsOfJson(body) : recordsOfProtobuf(body)
  const { events, rejected } = await readLogs(records, Date.now())
  if (rejected > 0) intake.drop(project, 'otlp', 'invalid', rejected)
  if (events.length > 0) await intake.accept(project, 'otlp', events, { bytes: body.length })

  const message = `${rejected} records were no records, or too large.`
  return answer(encoding, { name: 'rejectedLogRecords', count: rejected, message })
}

async function takeMetrics({ headers, body, project, metrics: intake }: Call): Promise<Reply> {
  const encoding = encodingOf(headers)
  const raw = encoding === 'json' ? pointsOfJson(body) : pointsOfProtobuf(body)
  const { resource } = project.settings.metrics.otlp
  const metrics = await readMetrics(raw, { now: Date.now() / 1000, resource })
  const options = { key: keyOf(metrics, body), bytes: body.length }
  const updates = metrics.points.flat()
  const outcomes = updates.length > 0 ? await intake.accept(project, 'otlp', updates, options) : []
  const invalid = [...metrics.problems.values()].reduce((sum, count) => sum + count, 0)
  if (invalid > 0) intake.drop(project, 'otlp', 'invalid', invalid)

  return answer(encoding, rejectedPoints(metrics, outcomes))
}

/**
 * Exporters send the very same bytes again when an answer got lost. What counts on from before is known to be a
 * repeat by itself, and of a batch that does not say when it was counted a second one is no repeat.
 */
function keyOf({ points, isTimed }: Metrics, body: Buffer): string | undefined {
  const isAdded = points.flat().some(({ kind, running }) => kind !== 'gauge' && !running)
  if (!isTimed || !isAdded) return undefined
  return `otlp:${createHash('sha256').update(body).digest('base64url')}`
}
