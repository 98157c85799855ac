import Link from 'next/link'
import { Pager } from '#app/_ui/pager.tsx'
import table from '#app/_ui/table.module.css'
import { ClockTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/tabs.module.css'
import type { TabProps } from '#app/(signed-in)/monitors/[id]/(monitor)/tabs-panel.tsx'
import { versionsOf } from '#lib/monitors/versions/data.ts'
import { pageOf } from '#lib/paging.ts'

/** Versions are numbered without gaps, so the newest one's number is how many there are. */
export async function VersionsTab({ monitor, page, hrefOf }: TabProps) {
  const { id, version: newest } = monitor
  const shown = pageOf(newest, page)
  const { items } = await versionsOf(id, {
    limit: shown.size,
    cursor: String(newest + 1 - shown.offset),
  })

  return (
    <>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Version</th>
            <th>Saved</th>
            <th>By</th>
            <th>Changed</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ version, at, author, changed }) => (
            <tr key={version}>
              <td>
                <Link href={`/monitors/${id}/versions/${version}`} prefetch={false}>
                  Version {version}
                </Link>
                {version === newest && <span className="dim"> · runs now</span>}
              </td>
              <td className="mono">
                <ClockTime at={at} />
              </td>
              <td className={css.note}>{author}</td>
              <td>{version === 1 ? 'created' : changed.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={css.foot}>
        <Pager page={shown} total={newest} hrefOf={hrefOf} />
      </div>
    </>
  )
}
