import { expect, test } from 'vitest'
import { z } from 'zod'
import { declarationsOf } from '#lib/sources/declarations.ts'
import { typeText } from '#lib/sources/type-text.ts'

const shop = { key: 'shop-db', type: 'sql', description: 'Orders */ and more', enabled: true }

test('each configured source has its methods under its key', () => {
  const text = declarationsOf([shop, { key: 'web', type: 'http', description: '', enabled: true }])
  expect(text).toContain('"shop-db": {')
  expect(text).toContain('value(sql: string, params?: any[]): Promise<any>')
  expect(text).toContain('/** SQL database: Orders * / and more */')
  expect(text).toContain('& { json(): any }>')
})

test('what is switched off or of no known kind is not there', () => {
  const text = declarationsOf([
    { ...shop, enabled: false },
    { ...shop, key: 'odd', type: 'nonsense' },
  ])
  expect(text).not.toContain('shop-db')
  expect(text).not.toContain('odd')
})

test.each<[z.ZodType, string]>([
  [z.string().optional(), 'string'],
  [z.number().nullable(), 'number | null'],
  [z.array(z.tuple([z.number().nullable(), z.int()])), '[number | null, number][]'],
  [z.array(z.union([z.string(), z.number()])), 'Array<string | number>'],
  [z.object({ a: z.string(), b: z.boolean().optional() }), '{ a: string; b?: boolean }'],
  [z.record(z.string(), z.number()), 'Record<string, number>'],
  [z.enum(['a', 'b']), '"a" | "b"'],
  [z.literal(1), '1'],
  [z.any(), 'any'],
  [z.json(), 'string | number | boolean | null | any[] | Record<string, any>'],
])('schema %#', (schema, expected) => {
  expect(typeText(schema, 'output')).toBe(expected)
})
