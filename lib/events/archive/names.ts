import { createHash } from 'node:crypto'

/** How a file is packed, as its name ends. */
const PACKINGS = ['bz2', 'gz', 'zst'] as const
export type Packing = (typeof PACKINGS)[number]

/** One file of events of a type: of a day, or of some hours of it, in UTC. */
export interface DayFile {
  type: string
  /** YYYYMMDD */
  day: string
  /** the first of its hours; null: of the whole day */
  hour: number | null
  /** where it comes from */
  host: string | null
  packing: Packing | null
}

const NAME =
  /^(?<type>.+?)-(?<day>\d{8})(?<hour>\d\d)?(?:-(?<host>.+?))?\.log(?:\.(?<packing>bz2|gz|zst))?$/s
/** What could be taken for another part of the name, or of a path. */
const UNCLEAR = /[^A-Za-z0-9._-]|^\.|-(?=\d{8})/gu
/** File systems take 255 bytes. */
const TYPE_LIMIT = 160
const HASH_DIGITS = 16
const CUT = /~[0-9a-f]{16}$/

/** Where a file lies below the archive. */
export const pathOf = (file: DayFile): string => `${file.day}/${nameOf(file)}`

function nameOf({ type, day, hour, host, packing }: DayFile): string {
  const hours = hour === null ? '' : String(hour).padStart(2, '0')
  const from = host === null ? '' : `-${host}`
  return `${inName(type)}-${day}${hours}${from}.log${packing ? `.${packing}` : ''}`
}

/** The parts of a file's name, which may stand in a path; null when it is no file of events. */
export function readName(path: string): DayFile | null {
  const parts = NAME.exec(path.slice(path.lastIndexOf('/') + 1))?.groups
  if (!parts?.type || !parts.day || dateOf(parts.day) === null) return null
  const hour = parts.hour === undefined ? null : Number(parts.hour)
  if (hour !== null && hour > 23) return null
  return {
    ...{ type: fromName(parts.type), day: parts.day, hour, host: parts.host ?? null },
    packing: PACKINGS.find(packing => packing === parts.packing) ?? null,
  }
}

/** Whether a type may have been too long for its name, which then has only its beginning. */
export const isCut = ({ type }: DayFile): boolean => CUT.test(type)

/** A type as it stands in a name: percent-encoded where it would be unclear, and cut where it is too long. */
function inName(type: string): string {
  const encoded = type.replaceAll(UNCLEAR, sign =>
    [...Buffer.from(sign)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )
  if (encoded.length <= TYPE_LIMIT) return encoded
  const hash = createHash('sha256').update(type).digest('hex').slice(0, HASH_DIGITS)
  return `${encoded.slice(0, TYPE_LIMIT - HASH_DIGITS)}~${hash}`
}

/** What other programs have named with a percent sign stays as it is. */
function fromName(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The beginning of a day that is written YYYYMMDD, or null. */
export function dateOf(day: string): Date | null {
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(day) ?? []
  const at = new Date(`${year}-${month}-${date}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && dayNameOf(at) === day ? at : null
}

/** YYYYMMDD of a moment, in UTC. */
export const dayNameOf = (at: Date): string => at.toISOString().slice(0, 10).replaceAll('-', '')
