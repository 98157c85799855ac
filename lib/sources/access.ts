/** How a script names a source; a key may have dashes, which a name can't. */
export const accessTo = (key: string) =>
  key.includes('-') ? `sources['${key}']` : `sources.${key}`
