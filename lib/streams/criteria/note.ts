/** Is told what was looked at and why it did not fit; null: it did. Reasons are Winchester's words. */
export type Note = (criteria: string, reason: string | null) => void
