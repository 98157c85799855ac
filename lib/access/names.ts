import { z } from 'zod'

const LIMIT = 100
/** Words with single blanks between; nothing that cannot be seen, turns the line around or breaks it. */
const PLAIN = /^[^\p{C}\p{Z}]+( [^\p{C}\p{Z}]+)*$/u

/** A name by which people know something, and which looks like no other one. */
export const plainName = z
  .string()
  .trim()
  .min(1, 'is missing')
  .max(LIMIT)
  .normalize('NFC')
  .regex(PLAIN, 'must be one line of characters that can be seen')
  .refine(name => name !== '.' && name !== '..', 'stands for something else in addresses')
