import { hash } from 'node:crypto'

/** What Firetower calls a category: equal texts are one category. The lower-case hexadecimal SHA-1 of its text. */
export const categoryId = (text: string): string => hash('sha1', text)
