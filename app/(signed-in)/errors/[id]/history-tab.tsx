import Link from 'next/link'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { one } from '#app/_ui/query.ts'
import table from '#app/_ui/table.module.css'
import { ClockTime } from '#app/_ui/times.tsx'
import { changeInWords } from '#app/(signed-in)/errors/[id]/change-words.ts'
import css from '#app/(signed-in)/errors/[id]/history-tab.module.css'
import type { TabProps } from '#app/(signed-in)/errors/[id]/tabs-panel.tsx'
import { UndoButton } from '#app/(signed-in)/errors/[id]/undo-button.tsx'
import { type AuditEntry, listChanges } from '#lib/audit/data.ts'
import { undoerOf } from '#lib/audit/undo.ts'
import { errorUndoers } from '#lib/errors/undoers.ts'

const SHOWN = 50

/** Who did what with the signature, the newest first. */
export async function HistoryTab({ signature, query, hrefOf }: TabProps) {
  const before = one(query, 'before')
  const { items, next } = await listChanges({
    ...{ subject: 'signature', subjectId: String(signature.id), limit: SHOWN },
    cursor: before && /^\d{1,15}$/.test(before) ? before : undefined,
  })
  if (items.length === 0)
    return (
      <EmptyState title="Nothing was done with it yet">
        Who resolves, mutes, names, merges or splits it stands here, and it can be undone.
      </EmptyState>
    )

  return (
    <>
      <table className={`${table.table} ${css.history}`}>
        <thead>
          <tr>
            <th>At</th>
            <th>Who</th>
            <th>What</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {items.map(entry => (
            <tr key={entry.id}>
              <td className={`${css.at} mono`}>
                <ClockTime at={entry.at} />
              </td>
              <td className={css.who}>{entry.person}</td>
              <td className={css.what}>{changeInWords(entry)}</td>
              <td className="num">
                <Undone entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {next && (
        <p className={css.older}>
          <Link href={hrefOf({ before: next })}>Older</Link>
        </p>
      )}
    </>
  )
}

function Undone({ entry }: { entry: AuditEntry }) {
  if (entry.undoneAt)
    return (
      <span className="dim">
        undone by {entry.undoneBy} <ClockTime at={entry.undoneAt} />
      </span>
    )
  return undoerOf(errorUndoers, entry) ? <UndoButton entry={entry.id} /> : null
}
