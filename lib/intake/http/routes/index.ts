import type { Route } from '#lib/intake/http/route.ts'
import { errors } from '#lib/intake/http/routes/errors.ts'
import { events } from '#lib/intake/http/routes/events.ts'
import { gottwall } from '#lib/intake/http/routes/gottwall.ts'
import { notifications } from '#lib/intake/http/routes/notifications.ts'
import { otlpLogs, otlpMetrics } from '#lib/intake/http/routes/otlp.ts'
import { relay } from '#lib/intake/http/routes/relay.ts'
import { sentryEnvelope, sentryStore } from '#lib/intake/http/routes/sentry.ts'

/** Every protocol that the HTTP intake speaks. */
export const routes: readonly Route[] = [
  ...[errors, events, notifications, sentryEnvelope, sentryStore, otlpLogs, otlpMetrics],
  ...gottwall,
  relay,
]
