import type { z } from 'zod'

const READERS: Record<string, (text: string) => unknown> = {
  number: text => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text),
  boolean: text => (text === 'true' ? true : text === 'false' ? false : text),
}

/**
 * Reads texts as numbers, `true` and `false` where the schema wants those: what comes from the environment is text.
 * Whatever else is wrong with the input stays as it is.
 */
export function readTexts(
  schema: z.ZodType,
  input: Record<string, unknown>,
): Record<string, unknown> {
  const read = structuredClone(input)
  for (const issue of schema.safeParse(input).error?.issues ?? []) {
    if (issue.code !== 'invalid_type') continue
    const last = issue.path.at(-1)
    const parent = issue.path.slice(0, -1).reduce<unknown>(valueAt, read)
    const value = last === undefined ? undefined : valueAt(parent, last)
    const reader = READERS[issue.expected]
    if (typeof value === 'string' && reader)
      (parent as Record<PropertyKey, unknown>)[last as PropertyKey] = reader(value)
  }
  return read
}

const valueAt = (value: unknown, step: PropertyKey): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[step]
    : undefined
