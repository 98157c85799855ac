import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Classifier } from '#lib/errors/classify/classifier.ts'
import { DEFAULT_SETTINGS } from '#lib/errors/classify/contract.ts'
import { LINE_BYTES, Lines } from '#lib/errors/classify/lines.ts'

/** The lines of a stream that comes in these pieces, as the classifier finds their ends. */
function linesOf(pieces: readonly Buffer[]): string[] {
  const found: string[] = []
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const lines = new Lines((bytes, from, last) => {
    const end = classifier.readLine(bytes, from, last)
    found.push(bytes.toString('latin1', from, end))
    return end
  })
  for (const piece of pieces) lines.write(piece)
  lines.end()
  return found
}

test('wherever a stream is cut, its lines are the same', () => {
  const byte = fc.constantFrom('\n', '\n', '\r', '\0', ' ', 'a', '5', '/', '=', ':', '"', '\xe9')
  const stream = fc.string({ unit: byte, maxLength: 200 })
  fc.assert(
    fc.property(stream, fc.array(fc.nat(200)), (text, cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length]
      const pieces = edges.slice(1).map((to, i) => Buffer.from(text.slice(edges[i], to), 'latin1'))
      expect(linesOf(pieces)).toEqual(
        text
          .replace(/\n$/, '')
          .split('\n')
          .slice(text ? 0 : 1),
      )
    }),
  )
})

test('of a line without an end the beginning is kept', () => {
  const piece = Buffer.alloc(LINE_BYTES, 'x')
  const lines = linesOf([piece, piece, Buffer.from('\nnext')])
  expect(lines.map(line => line.length)).toEqual([LINE_BYTES, 4])
})
