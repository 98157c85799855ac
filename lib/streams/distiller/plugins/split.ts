import { z } from 'zod'
import { defineTraitPlugin } from '#lib/streams/distiller/plugins/plugin.ts'
import { textOf } from '#lib/streams/distiller/values.ts'

export const split = defineTraitPlugin({
  id: 'split',
  label: 'Split',
  description: 'Cuts the first value that was found into pieces and takes one of them.',
  params: z.strictObject({
    separator: z.string().min(1).max(100).default('.').describe('What stands between the pieces.'),
    segment: z
      .int()
      .min(-10_000)
      .max(10_000)
      .default(0)
      .describe(
        'Which one, counted from 0; -1 is the last. One that is not there leaves the trait out.',
      ),
    max_split: z
      .int()
      .min(-1)
      .max(10_000)
      .nullable()
      .default(null)
      .describe('Cuts at most so often; what is left is the last piece. Null and -1: no limit.'),
  }),
  open:
    ({ separator, segment, max_split: mostCuts }) =>
    ([first]) =>
      first ? (pieces(textOf(first.value), separator, mostCuts ?? -1).at(segment) ?? null) : null,
})

function pieces(text: string, separator: string, mostCuts: number): string[] {
  const all = text.split(separator)
  if (mostCuts < 0 || all.length <= mostCuts + 1) return all
  return [...all.slice(0, mostCuts), all.slice(mostCuts).join(separator)]
}
