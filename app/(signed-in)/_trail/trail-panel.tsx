import Link from 'next/link'
import { currentPerson } from '#app/_server/person.ts'
import { Panel } from '#app/_ui/panel.tsx'
import { withQuery } from '#app/_ui/query.ts'
import { trailRows } from '#app/(signed-in)/_trail/rows.ts'
import css from '#app/(signed-in)/_trail/trail.module.css'
import { TrailTable } from '#app/(signed-in)/_trail/trail-table.tsx'
import { may } from '#lib/access/rights.ts'
import { listChanges } from '#lib/audit/data.ts'

const SHOWN = 10

interface Props {
  subject: string
  subjectId: string | number
}

/** The last entries about one thing, for those who may read the trail; for others nothing at all. */
export async function TrailPanel({ subject, subjectId }: Props) {
  const person = await currentPerson()
  if (!person || !may(person, 'audit:read')) return null
  const about = { subject, subjectId: String(subjectId) }
  const { items, next } = await listChanges({ ...about, limit: SHOWN })
  return (
    <Panel flush title="History">
      {items.length > 0 ? (
        <TrailTable rows={await trailRows(items)} />
      ) : (
        <p className={css.nothing}>Nobody has changed it as far back as entries are kept.</p>
      )}
      {next && (
        <p className={css.nothing}>
          <Link href={withQuery('/settings/audit', about, {})}>Older ones</Link>
        </p>
      )}
    </Panel>
  )
}
