import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Classifier } from '#lib/errors/classify/classifier.ts'
import { DEFAULT_SETTINGS, type Group } from '#lib/errors/classify/contract.ts'
import { KnownGroup } from '#lib/errors/classify/known-group.ts'
import { readShape } from '#lib/errors/classify/template/read.ts'
import { eventOf, exceptionOf } from '#tests/lib/errors/classify/events.ts'

/** The number of each message's group, in the order in which groups were found. */
function partition(classifier: Classifier, messages: readonly string[]): number[] {
  const numbers = new Map<Group, number>()
  return messages.map(message => {
    const { group } = classifier.classify(eventOf(message))
    if (!numbers.has(group)) numbers.set(group, numbers.size)
    return numbers.get(group) as number
  })
}

const word = fc.constantFrom(
  ...[
    'disk',
    'full',
    'on',
    'sda1',
    'sdb2',
    'host',
    'alpha',
    'a.b',
    'c.d',
    '[x]',
    '(y)',
    '=',
    '5',
    'KB',
    '(7)',
    ',',
    ':',
  ],
  ...['/a/b', '10.0.0.1', '<*>', '\u0001', '\u0002', '\u007f', 'é', 'true', '0xff', 'user', '\t'],
)
const message = fc.array(word, { maxLength: 8 }).map(words => words.join(' '))
const messages = fc.array(message, { maxLength: 60 })

test('caches change no answer', () => {
  fc.assert(
    fc.property(messages, stream => {
      const cached = new Classifier(DEFAULT_SETTINGS)
      const uncached = new Classifier(DEFAULT_SETTINGS, { isCached: false })
      for (const text of stream) {
        const [a, b] = [cached, uncached].map(one => one.classify(eventOf(text)))
        expect({ ...a, group: a?.group.template }).toEqual({ ...b, group: b?.group.template })
      }
      expect(partition(cached, stream)).toEqual(partition(uncached, stream))
    }),
  )
})

test('a group is decided when its message comes: what comes later changes nothing', () => {
  fc.assert(
    fc.property(messages, fc.nat(60), (stream, cut) => {
      const whole = partition(new Classifier(DEFAULT_SETTINGS), stream)
      const beginning = partition(new Classifier(DEFAULT_SETTINGS), stream.slice(0, cut))
      expect(beginning).toEqual(whole.slice(0, cut))
    }),
  )
})

test('bytes are classified as their text is', () => {
  fc.assert(
    fc.property(messages, stream => {
      const classifier = new Classifier(DEFAULT_SETTINGS)
      for (const text of stream) {
        const { group } = classifier.classify(eventOf(text))
        const line = text.split('\n', 1)[0] ?? ''
        const bytes = Buffer.from(`....${line}\n${line}\n`)
        const end = 4 + Buffer.byteLength(line)
        expect(classifier.readLine(bytes, 4, bytes.length - 1)).toBe(end)
        if (classifier.seen && line === text) expect(classifier.seen).toBe(group)
        classifier.readLine(bytes, end + 1, bytes.length - 1)
        if (classifier.seen && line === text) expect(classifier.seen).toBe(group)
      }
    }),
  )
})

test('no text throws', () => {
  const classifier = new Classifier({ ...DEFAULT_SETTINGS, signatures: 50 })
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
      expect(classifier.classify(eventOf(text)).group.template).toBeTypeOf('string')
    }),
  )
  for (const odd of ['', '\ud800', '\0', '\0\n', '\n', '<*>', '\r\n\r\n', '\udc00 \ud800'])
    expect(classifier.classify(eventOf(odd)).group.template.isWellFormed()).toBe(true)
})

test.each([
  '(',
  ')',
  '=',
  '5',
  ':',
  '/',
  '-',
  '.',
  'a',
  ' ',
  '<',
  '\\',
  '[]',
  'a:',
  '<*>',
  '\n',
  'a\n b',
])('a megabyte of %j is one message among others', part => {
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const { group } = classifier.classify(eventOf(part.repeat(1_048_576 / part.length)))
  expect(group.template.length).toBeLessThan(10_000)
})

test('a message says why it is where it is', () => {
  const classifier = new Classifier(DEFAULT_SETTINGS)
  classifier.classify(eventOf('cannot resolve db.example.com from the shop'))
  expect(
    classifier.classify(eventOf('cannot resolve mail.example.com from the shop')),
  ).toMatchObject({
    by: 'template',
    matched: 'cannot resolve <*> from the shop',
    ratio: 1 - 1 / 6,
  })
})

test('beyond the most signatures, what is known stays known and the rest is one group', () => {
  const classifier = new Classifier({ ...DEFAULT_SETTINGS, signatures: 2 })
  const first = classifier.classify(eventOf('disk full'))
  classifier.classify(eventOf('link down'))
  const third = classifier.classify(eventOf('fan stopped'))
  expect(third.by).toBe('overflow')
  expect(classifier.classify(eventOf('power lost')).group).toBe(third.group)
  expect(classifier.classify(eventOf('disk full')).group).toBe(first.group)
  expect(classifier.classify(eventOf('', { fingerprint: ['new'] })).by).toBe('overflow')
})

test('a rule goes before everything, the sender’s grouping included', () => {
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const shape = readShape('what the rule was made for')
  const ruled = new KnownGroup({ origin: 'rule', senderKey: null, shape, threshold: null })
  classifier.learn(ruled, 'what the rule was made for', 'time(d )?out')
  const exceptions = [exceptionOf('Timeout', ['get'])]
  expect(classifier.classify(eventOf('socket timed out'))).toMatchObject({
    by: 'rules',
    group: ruled,
  })
  expect(classifier.classify(eventOf('a timeout', { exceptions })).group).toBe(ruled)
  expect(classifier.classify(eventOf('what the rule was made for')).group).not.toBe(ruled)
})

test('exceptions are grouped by type and calls, not by text and lines', () => {
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const groupOf = (text: string, ...exceptions: ReturnType<typeof exceptionOf>[]) =>
    classifier.classify(eventOf(text, { exceptions })).group
  const first = groupOf('id 7', exceptionOf('KeyError', ['get', 'handle']))
  expect(groupOf('name', exceptionOf('KeyError', ['get', 'handle']))).toBe(first)
  expect(groupOf('id 7', exceptionOf('KeyError', ['put', 'handle']))).not.toBe(first)
  expect(groupOf('id 7', exceptionOf('ValueError', ['get', 'handle']))).not.toBe(first)
  expect(groupOf('x', exceptionOf('E', [], 'no 7'))).toBe(
    groupOf('y', exceptionOf('E', [], 'no 8')),
  )
})

test('of an exception only the application’s own calls count, where there are any', () => {
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const through = (library: string) => {
    const exception = exceptionOf('KeyError', ['get'])
    const frame = { ...exceptionOf('', [library]).frames[0], module: 'library', inApp: false }
    const frames = [frame, ...exception.frames] as typeof exception.frames
    return classifier.classify(eventOf('', { exceptions: [{ ...exception, frames }] })).group
  }
  expect(through('parse')).toBe(through('decode'))
})

test('equal fingerprints are one group; “{{ default }}” stands for what there would be without', () => {
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const groupOf = (text: string, ...fingerprint: string[]) =>
    classifier.classify(eventOf(text, { fingerprint })).group
  expect(groupOf('one', 'payment')).toBe(groupOf('another', 'payment'))
  expect(groupOf('disk full', '{{ default }}', 'eu')).toBe(
    groupOf('disk full', '{{ default }}', 'eu'),
  )
  expect(groupOf('disk full', '{{ default }}', 'eu')).not.toBe(
    groupOf('link down', '{{ default }}', 'eu'),
  )
  expect(groupOf('disk full', '{{ default }}')).toBe(groupOf('disk full'))
})

test('likeness takes a message to the first text that it is like', () => {
  const settings = { ...DEFAULT_SETTINGS, classifiers: ['similarity'] as const }
  const classifier = new Classifier(settings)
  const { group } = classifier.classify(eventOf('I/O exception from some file'))
  const verdict = classifier.classify(eventOf('I/O exception from other file'))
  expect(verdict).toMatchObject({ by: 'similarity', matched: 'I/O exception from some file' })
  expect(verdict.group).toBe(group)
  expect(classifier.classify(eventOf('something else')).group).not.toBe(group)
})
