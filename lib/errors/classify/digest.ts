import { hash } from 'node:crypto'

/** A text of any length as one that an index takes: no two texts share it. */
export const digestOf = (text: string): string => hash('sha256', text, 'base64url').slice(0, 32)
