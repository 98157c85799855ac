import type { ConfigDocument, Mistake, Path } from '#lib/config/document.ts'

export type SectionName = 'sources' | 'alerts' | 'projects' | 'monitors' | 'dashboards'

/** One declared thing before it is checked: its fields, with its key or name among them. */
export interface RawEntry {
  path: Path
  input: Record<string, unknown>
}

/** What an entry is known by. */
const IDS = {
  ...{ sources: 'key', alerts: 'key' },
  ...{ projects: 'name', monitors: 'name', dashboards: 'name' },
} as const
const SECTIONS = Object.keys(IDS) as SectionName[]

/**
 * Splits a document into the entries of its sections. A section is a map by key (or name),
 * or a list whose entries carry theirs.
 */
export function sectionsOf({ value }: ConfigDocument) {
  const mistakes: Mistake[] = []
  const entries: Record<SectionName, RawEntry[]> = {
    sources: [],
    alerts: [],
    projects: [],
    monitors: [],
    dashboards: [],
  }
  const complain = (path: Path, text: string) => void mistakes.push({ path, text })

  if (value === null || value === undefined) return { entries, mistakes }
  if (!isMap(value)) {
    complain([], `the file is not a map of ${SECTIONS.join(', ')}`)
    return { entries, mistakes }
  }
  for (const [name, section] of Object.entries(value)) {
    if (!isSection(name)) complain([name], `is not known here; a file has ${SECTIONS.join(', ')}`)
    else if (section !== null) entries[name] = entriesOf(name, section, complain)
  }
  return { entries, mistakes }
}

const isSection = (name: string): name is SectionName => Object.hasOwn(IDS, name)

function entriesOf(
  name: SectionName,
  section: unknown,
  complain: (path: Path, text: string) => void,
): RawEntry[] {
  if (!isMap(section) && !Array.isArray(section)) {
    complain([name], 'is neither a map nor a list')
    return []
  }
  const id = IDS[name]
  const seen = new Set<unknown>()
  return Object.entries(section).flatMap(([step, fields]: [string, unknown]): RawEntry[] => {
    const path = [name, step]
    if (!isMap(fields)) complain(path, 'is not a map of fields')
    else if (isMap(section) && id in fields)
      complain([...path, id], `is the entry's own key already`)
    else {
      const input = isMap(section) ? { ...fields, [id]: step } : fields
      if (seen.has(input[id])) complain(path, `${String(input[id])} is declared twice`)
      seen.add(input[id])
      return [{ path, input }]
    }
    return []
  })
}

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
