import { z } from 'zod'
import { refuseHugeJson } from '#lib/intake/json-size.ts'
import { isFields } from '#lib/intake/untrusted.ts'
import { storableJson } from '#lib/storable.ts'

/** Somewhat more than any grammar lets through. */
const LIMITS = { name: 201, host: 255, traits: 256 * 1024 }

const name = z
  .string()
  .max(LIMITS.name)
  .refine(text => text.isWellFormed() && !text.includes('\0'))

const traits = z
  .string()
  .max(LIMITS.traits)
  .transform((text, context) => {
    const checked = checkedTraits(text)
    if (checked === undefined) context.addIssue('must be an object, as JSON')
    return checked ?? null
  })

/** An event as a relay sends it on: read already. */
export const relayedEvent = z.object({
  ...{ type: name.min(1), id: name.min(1), uid: name.optional(), host: name.max(LIMITS.host) },
  ...{ pid: z.int32().nullable(), start: z.number(), at: z.number(), isTimed: z.boolean() },
  traits: traits.nullable(),
})

/** JSON that can be stored; undefined when it is no object, or none that anybody would send. */
function checkedTraits(text: string): string | undefined {
  try {
    refuseHugeJson(Buffer.from(text))
    const value: unknown = JSON.parse(text)
    return isFields(value) ? storableText(text, value) : undefined
  } catch {
    return undefined
  }
}

/** Nearly always the same. */
const storableText = (text: string, value: object) =>
  /\\u(?:0000|d[89a-f])/i.test(text) || !text.isWellFormed() ? storableJson(value) : text
