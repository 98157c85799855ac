import type { Route } from '#lib/intake/http/route.ts'
import { otlpLogs } from '#lib/intake/http/routes/otlp.ts'
import { sentryEnvelope, sentryStore } from '#lib/intake/http/routes/sentry.ts'

/** Every protocol that the HTTP intake speaks. */
export const routes: readonly Route[] = [sentryEnvelope, sentryStore, otlpLogs]
