import { type Grant, may } from '#lib/access/rights.ts'
import { MASK } from '#lib/settings.ts'
import { hostOnly } from '#lib/shown-address.ts'
import { webhook } from '#lib/streams/handlers/webhook.ts'
import { yamlOf } from '#lib/streams/pipelines/content.ts'
import type { Pipeline } from '#lib/streams/pipelines/data.ts'
import type { Step } from '#lib/streams/pipelines/schema.ts'

/** Whole addresses and headers of webhooks, and a text that may name them, are for those who may change pipelines. */
export const seesAll = (grant: Grant) => may(grant, 'streams:write')

/** A pipeline as somebody may see it. */
export function shownTo(grant: Grant, pipeline: Pipeline): Pipeline {
  if (seesAll(grant)) return pipeline
  const handlers = pipeline.handlers.map(shown)
  return { ...pipeline, handlers, yaml: yamlOf({ name: pipeline.name, handlers }) }
}

const shown = ({ name, params }: Step): Step =>
  name === webhook.id ? { name, params: { ...params, ...masked(params) } } : { name, params }

const masked = ({ url, headers }: Step['params']): Step['params'] => ({
  ...(typeof url === 'string' && { url: hostOnly(url) }),
  ...(headers && {
    headers: Object.fromEntries(Object.keys(headers).map(header => [header, MASK])),
  }),
})
