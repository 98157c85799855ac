import { storableText } from '#lib/storable.ts'

/** The pattern of LIKE for all that contains this text, which has no patterns of its own. */
export const likePattern = (text: string): string => `%${escaped(text)}%`

/** The same for Prisma, which hands what it is given on as a part of a pattern; in capitals or not. */
export const containing = (text = '') => ({ contains: escaped(text), mode: 'insensitive' }) as const

const escaped = (text: string) => storableText(text).replace(/[\\%_]/g, '\\$&')
