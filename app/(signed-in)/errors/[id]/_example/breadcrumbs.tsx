import { ClockTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/[id]/_example/example.module.css'
import type { Breadcrumb } from '#lib/errors/event.ts'

/** What the application did before, the last thing lowest. */
export function Breadcrumbs({ breadcrumbs }: { breadcrumbs: Breadcrumb[] }) {
  return (
    <ol className={css.breadcrumbs}>
      {breadcrumbs.map(({ at, category, level, message, data }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order
        <li key={i}>
          <span className={css.crumbTime}>{at !== undefined && <ClockTime at={at} />}</span>
          <span className={css.crumbKind}>{visible(category ?? level ?? '')}</span>
          <bdi>
            {visible(message)}
            {data && Object.keys(data).length > 0 && (
              <span className="dim"> {visible(JSON.stringify(data))}</span>
            )}
          </bdi>
        </li>
      ))}
    </ol>
  )
}
