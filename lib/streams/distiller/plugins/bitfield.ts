import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { placeOf } from '#lib/streams/distiller/path.ts'
import { defineTraitPlugin } from '#lib/streams/distiller/plugins/plugin.ts'

/** Whole numbers are exact up to here: bits 0 to 52. */
const BITS = 53

const flag = z.strictObject({
  path: z
    .string()
    .min(1)
    .max(500)
    .describe('Where a value has to be found, as one of `fields` finds it.'),
  bit: z
    .int()
    .min(0)
    .max(BITS - 1)
    .describe('Which bit is set then.'),
  value: z.json().optional().describe('What has to stand there; left out: anything.'),
})

export const bitfield = defineTraitPlugin({
  id: 'bitfield',
  label: 'Bit field',
  description: 'Makes a number of what was found, one bit for each flag.',
  params: z.strictObject({
    initial_bitfield: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .default(0)
      .describe('The bits that are set anyway.'),
    flags: z
      .array(flag)
      .max(200)
      .default([])
      .describe(
        'What sets which bit: `{ path, bit, value }`; `value` is what has to stand there, left out: anything.',
      ),
  }),
  open({ initial_bitfield: initial, flags }) {
    const bits = flags.map(({ path, bit, ...rest }) => ({
      ...{ place: placeOf(path), bit: 1n << BigInt(bit) },
      isSetBy: (value: unknown) => !('value' in rest) || isDeepStrictEqual(value, rest.value),
    }))
    return matches => {
      const found = new Map(matches.map(({ path, value }) => [path, value]))
      let field = BigInt(initial)
      for (const { place, bit, isSetBy } of bits)
        if (found.has(place) && isSetBy(found.get(place))) field |= bit
      return Number(field)
    }
  },
})
