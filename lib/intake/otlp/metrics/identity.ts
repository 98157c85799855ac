import { createHash } from 'node:crypto'
import type { RawPoint } from '#lib/intake/otlp/metrics/raw.ts'
import type { Scope } from '#lib/intake/otlp/scope.ts'
import type { Fields } from '#lib/intake/untrusted.ts'
import type { Running } from '#lib/metrics/totals/counted.ts'

/**
 * Tells streams apart by what the data model says (opentelemetry.io/docs/specs/otel/metrics/data-model, identity):
 * resource, scope, name, kind and attributes, and by when they began: so programs that are given the same resource
 * do not look like one that starts again with each report.
 */
export function openIdentities() {
  const senders = new WeakMap<Scope, string>()

  function senderOf({ resource, scope }: RawPoint): string {
    const known = senders.get(scope)
    if (known) return known
    const { name, version, attributes } = scope
    const sender = digest([inOrder(resource), name, version, inOrder(attributes)])
    senders.set(scope, sender)
    return sender
  }

  return (raw: RawPoint, attributes: Fields, since: number | null): Running => {
    const family = [senderOf(raw), raw.name, raw.kind, String(raw.point.startTimeUnixNano ?? '')]
    return { stream: digest([...family, inOrder(attributes)]), family: digest(family), since }
  }
}

export type Identities = ReturnType<typeof openIdentities>

const inOrder = (fields: Fields) => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))

const digest = (parts: unknown[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)
