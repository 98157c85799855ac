/** The trait that an entry of `distinguished_by` names, and its expression. */
export function distinguishedBy(entry: string | Record<string, string>) {
  const [name = '', expression] =
    typeof entry === 'string' ? [entry] : (Object.entries(entry)[0] ?? [])
  return { name, expression }
}
