type Fields = Record<string, unknown>

/** What a definition need not say, by key: values that are as good as nothing. */
const DEFAULTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  debug_level: value => value === 0,
  fire_delay: value => value === 0,
  distinguished_by: isEmpty,
  traits: isEmpty,
  map_distinguished_by: isEmpty,
  number: value => value === 1,
  fire_pipeline: value => value === '',
  expire_pipeline: value => value === '',
  timestamp: value => value === '',
}

/** A definition, or an entry of its criteria, without what has its default, as people write it. */
export function leanOf(definition: object): Fields {
  const kept = Object.entries(definition).filter(
    ([key, value]) => value !== undefined && value !== null && !DEFAULTS[key]?.(value),
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, leanCriteria(key, value)]))
}

function leanCriteria(key: string, value: unknown): unknown {
  if (key === 'event_type' && Array.isArray(value) && value.length === 1) return value[0]
  const isCriteria = key === 'match_criteria' || key === 'fire_criteria'
  if (!isCriteria || !Array.isArray(value)) return value
  return value.map(entry => (isFields(entry) ? leanOf(entry) : entry))
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
