const REFERENCE = /\$\$\{|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<fallback>[^}]*))?\}/g

/**
 * Puts variables in for `${NAME}` and `${NAME:-fallback}`; an empty variable counts as unset, as in a shell.
 * `$${` stands for `${` itself. Names those that are neither set nor have a fallback.
 */
export function fillIn(
  text: string,
  variables: Record<string, string | undefined>,
): { text: string; missing: string[] } {
  const missing: string[] = []
  const filled = text.replace(REFERENCE, (reference, name?: string, fallback?: string) => {
    if (name === undefined) return '${'
    const value = variables[name] || fallback
    if (value === undefined) missing.push(name)
    return value ?? reference
  })
  return { text: filled, missing }
}

/** Text that `fillIn` gives back as it is. */
export const escapeReferences = (text: string): string => text.replaceAll('${', () => '$${')

/** The same of every text in a value. */
export function escapedValue(value: unknown): unknown {
  if (typeof value === 'string') return escapeReferences(value)
  if (Array.isArray(value)) return value.map(escapedValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, escapedValue(item)]))
}
