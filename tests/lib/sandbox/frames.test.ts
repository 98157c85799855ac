import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode, type Frame, frameReader, kinds } from '#lib/sandbox/frames.ts'

const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const text = fc.string({ unit: 'grapheme', maxLength: 200 })
const frame = fc.record<Frame>({
  kind: fc.constantFrom(...Object.values(kinds)),
  run: u32,
  number: u32,
  name: text,
  text,
})

test('frames come out as they went in, however the stream was cut', () => {
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 20 }),
      fc.array(fc.nat(60), { minLength: 1 }),
      (frames, cuts) => {
        const taken: Frame[] = []
        const read = frameReader(each => taken.push(each))
        let bytes = Buffer.concat(frames.map(encode))
        for (let i = 0; bytes.length > 0; i++) {
          const size = 1 + (cuts[i % cuts.length] ?? 0)
          read(bytes.subarray(0, size))
          bytes = bytes.subarray(size)
        }
        expect(taken).toEqual(frames)
      },
    ),
  )
})

test('a frame that comes byte by byte is held back until it is whole', () => {
  const whole: Frame = { kind: kinds.call, run: 7, number: 3, name: 'test.echo', text: '[1]' }
  const taken: Frame[] = []
  const read = frameReader(each => taken.push(each))
  const bytes = encode(whole)
  for (const byte of bytes.subarray(0, -1)) read(Buffer.from([byte]))
  expect(taken).toEqual([])
  read(bytes.subarray(-1))
  expect(taken).toEqual([whole])
})

test.each([
  ['longer than the limit', (bytes: Buffer) => bytes.writeUInt32LE(0xffffffff, 0)],
  ['shorter than its header', (bytes: Buffer) => bytes.writeUInt32LE(3, 0)],
  ['of an unknown kind', (bytes: Buffer) => bytes.writeUInt8(99, 4)],
  ['with a name beyond its end', (bytes: Buffer) => bytes.writeUInt32LE(1000, 13)],
])('a frame %s is refused', (_, spoil) => {
  const bytes = encode({ kind: kinds.done, run: 1, number: 0, name: 'name', text: 'text' })
  spoil(bytes)
  expect(() => frameReader(() => {})(bytes)).toThrow('frame')
})

test('random bytes give frames or are refused, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
      try {
        frameReader(each => expect(Object.values(kinds)).toContain(each.kind))(Buffer.from(bytes))
      } catch (error) {
        expect((error as Error).message).toMatch(/frame/)
      }
    }),
    { numRuns: 500 },
  )
})
