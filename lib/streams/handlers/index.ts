import { alert } from '#lib/streams/handlers/alert.ts'
import type { HandlerPlugin } from '#lib/streams/handlers/contract.ts'
import { error } from '#lib/streams/handlers/error.ts'
import { event } from '#lib/streams/handlers/event.ts'
import { filter } from '#lib/streams/handlers/filter.ts'
import { log } from '#lib/streams/handlers/log.ts'
import { metric } from '#lib/streams/handlers/metric.ts'
import { monitor } from '#lib/streams/handlers/monitor.ts'
import { script } from '#lib/streams/handlers/script.ts'
import { webhook } from '#lib/streams/handlers/webhook.ts'

/** The kinds of steps that pipelines are made of: one line each. */
export const handlers: readonly HandlerPlugin[] = [
  ...[log, filter, script],
  ...[metric, event, error],
  ...[alert, webhook, monitor],
]
