import type { Structured } from '#lib/intake/syslog/structured.ts'
import { traceIdOf } from '#lib/intake/untrusted.ts'

const NAME = /^trace[._-]?id$/i
const IN_TEXT = /\btrace[._-]?id"?\s?[=:]\s?"?([0-9a-f]{32})\b/i
/** W3C Trace Context: `00-<trace>-<span>-01` */
const PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-/

/** The trace that structured data names as `trace_id` (in any spelling) or `traceparent`. */
export function traceIn(structured: Structured): string | undefined {
  for (const params of Object.values(structured))
    for (const [name, value] of Object.entries(params)) {
      const given = NAME.test(name)
        ? value
        : name === 'traceparent'
          ? PARENT.exec(value)?.[1]
          : undefined
      const traceId = traceIdOf(given)
      if (traceId) return traceId
    }
  return undefined
}

/** The trace that a text names as `trace_id=…`. */
export function traceInText(text: string): string | undefined {
  // Nearly no text does, and this is asked for each.
  return text.includes('trace') ? traceIdOf(IN_TEXT.exec(text)?.[1]) : undefined
}
