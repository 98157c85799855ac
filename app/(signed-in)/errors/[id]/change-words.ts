import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { oneSlice } from '#app/(signed-in)/errors/_time/time.ts'
import type { AuditEntry } from '#lib/audit/data.ts'
import type { SliceName } from '#lib/errors/slices.ts'

type Change = Record<string, unknown>

/** An entry of the trail in a sentence without its subject: `named it “Payments”`. */
export function changeInWords({ action, change }: Pick<AuditEntry, 'action' | 'change'>): string {
  return visible(WORDS[action]?.(change) ?? action)
}

const WORDS: Record<string, (change: Change) => string> = {
  rename: ({ before, after }) =>
    nameIn(after) ? `named it “${nameIn(after)}”` : `took away its name “${nameIn(before)}”`,
  change: ({ before, after }) => `changed ${differences(before as Change, after as Change)}`,
  resolve: ({ after }) => {
    const { resolvedRelease } = after as Change
    return resolvedRelease ? `resolved it in ${resolvedRelease}` : 'resolved it'
  },
  reopen: () => 'opened it again',
  mute: ({ after }) => `muted it${untilIn(after as Change)}`,
  merge: ({ merged }) => `merged ${numbers(merged)} into it`,
  split: ({ founded, moved, regex }) =>
    `split ${moved} errors off as no. ${founded}, by the rule ${regex}`,
  reclassify: ({ errors }) => `had its ${errors} kept errors classified again`,
  delete: () => 'deleted it',
  undo: ({ action }) => `undid “${action}”`,
}

const nameIn = (fields: unknown) => String((fields as Change).name ?? '')
const numbers = (ids: unknown) => (ids as number[]).map(id => `no. ${id}`).join(', ')

const differences = (before: Change, after: Change) =>
  Object.keys(after)
    .map(
      field => `${FIELDS[field] ?? field} from ${shown(before[field])} to ${shown(after[field])}`,
    )
    .join(', ')

const FIELDS: Record<string, string> = { name: 'the name', regex: 'the rule' }

const shown = (value: unknown) => (value === null || value === '' ? 'none' : `“${value}”`)

function untilIn({ mutedUntil, mutedAbove }: Change): string {
  const parts = [
    mutedUntil &&
      `until ${new Date(String(mutedUntil)).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    mutedAbove && aboveIn(mutedAbove as Above),
  ].filter(Boolean)
  return parts.length > 0 ? ` ${parts.join(' or ')}` : ' for good'
}

type Above = { count: number; slice: SliceName }

const aboveIn = ({ count, slice }: Above) =>
  `until there are more than ${count} in ${oneSlice(slice)}`
