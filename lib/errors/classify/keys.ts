import { digestOf } from '#lib/errors/classify/digest.ts'
import { ownGrouping } from '#lib/errors/classify/sender-grouping.ts'
import { readShape } from '#lib/errors/classify/template/read.ts'
import type { Shape } from '#lib/errors/classify/template/shape.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'

/** Under what key `signature_key` sends events like this one, and no others, to a signature of their own. */
export const keyOf = (event: ErrorEvent): string =>
  ownGrouping(event)?.key ?? templateKeyOf(readShape(event.message))

export const templateKeyOf = (shape: Shape): string => digestOf(`template\n${shape.key}`)
