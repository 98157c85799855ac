import { z } from 'zod'
import type { Plain } from '#lib/plugin.ts'
import { type Filling, template, templateOf } from '#lib/streams/template.ts'

const MOST_VALUES = 100
const NAME_LIMIT = 200

/** When what a handler makes is: at its commit, or when the stream was. */
export const moments = z.enum(['now', 'stream']).default('now')

/** Values by name: templates, or what they are. */
export const values = z
  .record(z.string().min(1).max(NAME_LIMIT), z.union([template(), z.number(), z.boolean()]))
  .refine(given => Object.keys(given).length <= MOST_VALUES, `has more than ${MOST_VALUES} names`)

/** Fills them; those that come to nothing are left out. */
export function valuesOf(given: z.output<typeof values>) {
  const readings = Object.entries(given).map(([name, value]) => {
    const filled = typeof value === 'string' ? templateOf(value) : null
    return { name, read: (filling: Filling) => (filled ? filled.value(filling) : value) }
  })
  return (filling: Filling): Record<string, Plain> =>
    Object.fromEntries(
      readings.flatMap(({ name, read }): [string, Plain][] => {
        const value = read(filling)
        return value === undefined || value === null ? [] : [[name, value]]
      }),
    )
}
