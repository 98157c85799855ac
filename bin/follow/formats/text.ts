import type { Format } from '#bin/follow/formats/told.ts'

/** A line is a message. */
export const text: Format = line => ({ fields: { msg: line }, message: line })
