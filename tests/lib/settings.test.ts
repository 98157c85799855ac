import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldsOf } from '#lib/form.ts'
import { alertPlugins, sourcePlugins } from '#lib/registry.ts'
import {
  changeSettings,
  checkSettings,
  MASK,
  maskSettings,
  openSettings,
  sealSettings,
} from '#lib/settings.ts'

const schema = z.object({
  url: z.url().meta({ title: 'Address', placeholder: 'https://x' }),
  password: z.string().meta({ secret: true }).optional(),
  token: z.string().optional().meta({ secret: true }),
  maxRows: z.int().min(1).max(9).default(5).meta({ description: 'How many.' }),
  mode: z.enum(['a', 'b']).default('a'),
  headers: z.record(z.string(), z.string()).default({}),
  allow: z.array(z.string()).default([]),
  check: z.boolean().default(true),
})

test('a form is drawn from the schema', () => {
  const fields = fieldsOf(schema)
  expect(fields.map(({ key, kind, secret, required }) => [key, kind, secret, required])).toEqual([
    ['url', 'text', false, true],
    ['password', 'text', true, false],
    ['token', 'text', true, false],
    ['maxRows', 'number', false, false],
    ['mode', 'choice', false, false],
    ['headers', 'map', false, false],
    ['allow', 'list', false, false],
    ['check', 'boolean', false, false],
  ])
  expect(fields[0]).toMatchObject({ title: 'Address', placeholder: 'https://x', default: null })
  expect(fields[3]).toMatchObject({
    title: 'Max rows',
    description: 'How many.',
    default: 5,
    min: 1,
    max: 9,
  })
  expect(fields[4]?.choices).toEqual(['a', 'b'])
})

test('every setting of every plugin has a title, and what sounds secret is secret', () => {
  for (const plugin of [...sourcePlugins(), ...alertPlugins()])
    for (const field of fieldsOf(plugin.config)) {
      const name = `${plugin.id}.${field.key}`
      expect(field.title, name).not.toBe('')
      if (/password|secret|token|routingKey|webhookUrl|botUrl/i.test(field.key))
        expect(field.secret, name).toBe(true)
    }
})

test('what is wrong is named as a field of config', () => {
  const check = () => checkSettings(schema, { url: 'x', maxRows: 99, nope: 1 })
  expect(check).toThrow(
    expect.objectContaining({
      name: 'UserError',
      fields: {
        'config.url': expect.any(String),
        'config.maxRows': expect.any(String),
        'config.nope': 'is not known here',
      },
    }),
  )
})

test('secrets are kept sealed and shown masked', () => {
  const settings = { url: 'https://x', password: 'canary', token: undefined }
  const stored = sealSettings(schema, settings)
  expect(stored.config).toEqual({ url: 'https://x' })
  expect(Buffer.from(stored.secrets ?? []).toString('latin1')).not.toContain('canary')
  expect(maskSettings(stored)).toEqual({ url: 'https://x', password: MASK })
  expect(openSettings(stored)).toEqual({ url: 'https://x', password: 'canary' })
})

test('without secrets there is nothing to seal', () => {
  expect(sealSettings(schema, { url: 'https://x' })).toEqual({
    config: { url: 'https://x' },
    secrets: null,
  })
})

test.each([
  ['left out, it stays', {}, 'old'],
  ['masked, it stays', { password: MASK }, 'old'],
  ['given, it is new', { password: 'new' }, 'new'],
  ['null, it is gone', { password: null }, undefined],
])('a secret in a change: %s', (_, change, expected) => {
  expect(changeSettings({ password: 'old' }, change).password).toBe(expected)
})
