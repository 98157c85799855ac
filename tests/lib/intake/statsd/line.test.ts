import { expect, test } from 'vitest'
import { cut, meaningOf } from '#lib/intake/statsd/line.ts'

const read = (line: string) => {
  const parts = cut(line)
  const meaning = parts && meaningOf(parts.tail)
  return meaning && { name: parts.name, ...meaning.manner, scale: meaning.scale }
}

test.each([
  ['gorets:1|c', { name: 'gorets', kind: 'counter', times: 1, filters: [] }, 1],
  ['gorets:1|c|@0.1', { name: 'gorets', kind: 'counter', times: 1, filters: [] }, 10],
  ['glork:320|ms|@0.1', { name: 'glork', kind: 'distribution', times: 10, filters: [] }, 1],
  ['gaugor:333|g', { name: 'gaugor', kind: 'gauge', times: 1, filters: [] }, 1],
  ['uniques:765|s', { name: 'uniques', kind: 'set', times: 1, filters: [] }, 1],
  [
    'page.views:1|c|#env:prod,flag,zone:a:b,env:test|c:abc',
    {
      ...{ name: 'page.views', kind: 'counter', times: 1 },
      filters: [
        { name: 'env', values: ['prod', 'test'] },
        { name: 'flag', values: [''] },
        { name: 'zone', values: ['a:b'] },
      ],
    },
    1,
  ],
])('%s', (line, expected, scale) => {
  expect(read(line)).toEqual({ ...expected, scale })
})

test.each([
  '',
  'a',
  'a:1',
  ':1|c',
  'a:|c',
  'a:1|x',
  'a:1|c|@0',
  'a:1|c|@2',
  'a:1|c|#b\x01',
  '_e{5,4}:title|text',
])('%j cannot be counted', line => {
  expect(read(line)).toBeNull()
})
