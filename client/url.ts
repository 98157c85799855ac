/** The address that a text is, or undefined. Node 20 has no `URL.parse`. */
export const urlOf = (text: string): URL | undefined =>
  URL.canParse(text) ? new URL(text) : undefined
