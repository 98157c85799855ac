import type { HandlerPlugin } from '#lib/streams/handlers/contract.ts'
import { log } from '#lib/streams/handlers/log.ts'

/** The kinds of steps that pipelines are made of: one line each. */
export const handlers: readonly HandlerPlugin[] = [log]
