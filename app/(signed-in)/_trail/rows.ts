import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import type { AuditEntry } from '#lib/audit/data.ts'
import { existing } from '#lib/audit/existing/data.ts'
import { type ShownChange, type ShownField, shownChange } from '#lib/audit/shown.ts'
import { inWords, placeOf, type Sentence } from '#lib/audit/words.ts'

/** An entry of the trail as its row shows it. */
export interface TrailRow {
  id: number
  at: string
  person: string
  address: string | null
  sentence: Sentence
  /** where what it is about can be seen, while it is there */
  href: string | null
  change: ShownChange
  undone: { by: string; at: string } | null
}

export async function trailRows(entries: readonly AuditEntry[]): Promise<TrailRow[]> {
  const there = await existing(entries)
  return entries.map(entry => ({
    ...{ id: entry.id, at: entry.at.toISOString(), address: entry.address },
    person: visible(entry.person),
    sentence: shownSentence(inWords(entry)),
    href: there.has(`${entry.subject}:${entry.subjectId}`) ? placeOf(entry) : null,
    change: visibleChange(shownChange(entry.change)),
    undone: entry.undoneAt && {
      by: visible(entry.undoneBy ?? ''),
      at: entry.undoneAt.toISOString(),
    },
  }))
}

const shownSentence = ({ before, name, after }: Sentence): Sentence => ({
  ...{ before, after },
  name: visible(name),
})

/** What people wrote may hold characters that reorder or hide what stands beside them. */
function visibleChange({ fields, facts }: ShownChange): ShownChange {
  const side = (text: string | undefined) => (text === undefined ? undefined : visible(text))
  return {
    fields: fields.map(
      (field): ShownField => ({
        ...field,
        ...{ before: side(field.before), after: side(field.after) },
      }),
    ),
    facts: facts.map(([name, value]) => [name, visible(value)]),
  }
}
