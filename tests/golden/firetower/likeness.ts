import { readExpression } from '#lib/errors/classify/rules/expression.ts'
import { areOfLikeLength, likenessOf, thresholdFor } from '#lib/errors/classify/similarity/ratio.ts'
import { longestCommon } from '#lib/errors/classify/similarity/sequence.ts'
import { type Adapter, type Case, wanted } from '#tests/golden/adapter.ts'

/** How Firetower compares a message with what it knows. */
export const likeness: Adapter['groups'] = {
  lcs(golden) {
    const { a, b } = golden as unknown as { a: string; b: string }
    return { expected: wanted(golden), got: longestCommon(a, b) }
  },

  str_ratio(golden) {
    const { incoming, category } = textsOf(golden)
    const { ratio, method } = likenessOf(incoming, category)
    const got = { ratio: tenPlaces(ratio), method: method.name, level: method.level }
    return { expected: wanted(golden), got }
  },

  length_gate(golden) {
    const { len_a, len_b } = golden as unknown as { len_a: number; len_b: number }
    return { expected: wanted(golden), got: areOfLikeLength(len_a, len_b) }
  },

  threshold(golden) {
    const got = thresholdFor(null, golden.default as number, golden.level as number)
    return { expected: wanted(golden), got: tenPlaces(got) }
  },

  is_similar(golden) {
    const { incoming, category } = textsOf(golden)
    const threshold = golden.threshold as number
    const { ratio, method } = likenessOf(incoming, category)
    const own = golden.custom === true ? threshold : null
    return {
      expected: wanted(golden),
      got: ratio > thresholdFor(own, threshold, method.level),
    }
  },

  regex(golden) {
    const { regex, sig } = golden as unknown as { regex: string | null; sig: string }
    return {
      expected: wanted(golden),
      got: Boolean(regex) && readExpression(regex ?? '').isIn(sig),
    }
  },
}

const textsOf = (golden: Case) => golden as unknown as { incoming: string; category: string }

const tenPlaces = (number: number) => Number(number.toFixed(10))
