import { describe, expect, test } from 'vitest'
import { ROWS_SHOWN, shapeOf } from '#app/(signed-in)/sources/_playground/shape.ts'
import type { Plain } from '#lib/plugin.ts'

const at = 1_700_000_000

describe('an answer is shown', () => {
  test.each<[string, Plain, object]>([
    ['a number as itself', 4.2, { kind: 'value', value: 4.2 }],
    ['no value as such', null, { kind: 'value', value: null }],
    ['an empty list as nothing', [], { kind: 'nothing' }],
    ['one object by its parts', { status: 200 }, { kind: 'record', entries: [['status', 200]] }],
    [
      'objects as a table with the columns of all of them',
      [{ a: 1 }, { b: 2 }],
      { kind: 'table', columns: ['a', 'b'], rows: [{ a: 1 }, { b: 2 }], total: 2 },
    ],
    [
      'tuples as a table with numbered columns',
      [['x', 1]],
      { kind: 'table', columns: ['1', '2'], rows: [{ 1: 'x', 2: 1 }] },
    ],
    ['texts as a table of one column', ['x'], { kind: 'table', columns: ['value'] }],
    ['pairs of small numbers as no time', [[1, 2]], { kind: 'table' }],
  ])('%s', (_, answer, shape) => {
    expect(shapeOf(answer)).toMatchObject(shape)
  })

  test.each<[string, Plain]>([
    [
      'pairs of value and Unix time',
      [
        [5, at],
        [null, at + 60],
      ],
    ],
    [
      'pairs of time and value',
      [
        [at, 5],
        [at + 60, null],
      ],
    ],
    [
      'objects with at and value',
      [
        { at, value: 5 },
        { at: at + 60, value: null },
      ],
    ],
  ])('%s as one line', (_, answer) => {
    expect(shapeOf(answer)).toMatchObject({
      kind: 'lines',
      series: { times: [at * 1000, (at + 60) * 1000], columns: [{ values: [5, null] }] },
    })
  })

  test('series as lines over the times of all of them, with their names', () => {
    const shape = shapeOf([
      { target: 'a', datapoints: [[1, at]] },
      { labels: { job: 'b', up: '1' }, points: [{ at: at + 60, value: 2 }] },
    ])
    expect(shape).toMatchObject({
      series: {
        times: [at * 1000, (at + 60) * 1000],
        columns: [
          { name: 'a', values: [1, null] },
          { name: 'job=b up=1', values: [null, 2] },
        ],
      },
    })
  })

  test('a long list by its beginning, with how long it is', () => {
    const shape = shapeOf(Array.from({ length: ROWS_SHOWN + 1 }, (_, i) => ({ i })))
    expect(shape).toMatchObject({ total: ROWS_SHOWN + 1 })
    expect(shape.kind === 'table' && shape.rows.length).toBe(ROWS_SHOWN)
  })
})
