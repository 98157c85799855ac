import { combined } from '#bin/follow/formats/combined.ts'
import { json } from '#bin/follow/formats/json.ts'
import { logfmt } from '#bin/follow/formats/logfmt.ts'
import { text } from '#bin/follow/formats/text.ts'
import type { Format, Told } from '#bin/follow/formats/told.ts'

export const FORMATS = { text, json, logfmt, combined } satisfies Record<string, Format>
export type FormatName = keyof typeof FORMATS

/** What a line tells; one of another form is a message, as it stands. */
export const read = (line: string, format: FormatName): Told =>
  FORMATS[format](line) ?? (text(line) as Told)
