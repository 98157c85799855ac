import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeReferences, fillIn } from '#lib/config/variables.ts'

const fragments = fc.array(fc.constantFrom('$', '{', '}', 'A', ':-', 'b c'), { maxLength: 12 })

test('escaped text comes back as it was, whatever is in it', () => {
  fc.assert(
    fc.property(fragments, parts => {
      const text = parts.join('')
      expect(fillIn(escapeReferences(text), { A: 'x' })).toEqual({ text, missing: [] })
    }),
  )
})
