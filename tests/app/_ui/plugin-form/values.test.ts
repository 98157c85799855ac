import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fromForm, SAVED, toForm, withoutEmpty } from '#app/_ui/plugin-form/values.ts'
import { fieldsOf } from '#lib/form.ts'
import { MASK } from '#lib/settings.ts'

const fields = fieldsOf(
  z.object({
    url: z.string(),
    limit: z.number().optional(),
    verify: z.boolean().default(true),
    method: z.enum(['GET', 'POST']).optional(),
    to: z.array(z.string()).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    password: z.string().optional().meta({ secret: true }),
  }),
)

describe('the form of settings', () => {
  test('gives back what it was given', () => {
    const settings = {
      url: 'http://x',
      limit: 0,
      verify: false,
      method: 'POST',
      to: ['a', 'b'],
      headers: { accept: 'x' },
      password: SAVED,
    }
    expect(fromForm(fields, toForm(fields, settings))).toEqual(settings)
  })

  test('takes away what was emptied, and says nothing of it for something new', () => {
    const values = toForm(fields, {})
    expect(fromForm(fields, values)).toEqual({
      ...{ url: null, limit: null, method: null, to: null, headers: null, password: null },
      verify: true,
    })
    expect(withoutEmpty(fromForm(fields, values))).toEqual({ verify: true })
  })

  test('leaves out pairs without a name', () => {
    const values = { ...toForm(fields, {}), headers: [{ name: ' ', value: 'x' }] }
    expect(fromForm(fields, values)).toMatchObject({ headers: null })
  })

  test('knows a saved secret by the mask that the server gives', () => {
    expect(SAVED).toBe(MASK)
  })
})
