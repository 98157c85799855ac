import Link from 'next/link'
import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { EventTime } from '#app/(signed-in)/events/(search)/_list/event-time.tsx'
import css from '#app/(signed-in)/events/(search)/_list/trees.module.css'
import { MorePages } from '#app/(signed-in)/events/(search)/more-pages.tsx'
import { NoneFits } from '#app/(signed-in)/events/(search)/none-fits.tsx'
import type { View } from '#app/(signed-in)/events/(search)/view.ts'
import { lasted } from '#app/(signed-in)/events/[id]/_tree/lasted.ts'
import { placeOf } from '#app/(signed-in)/events/place.ts'
import { Problem } from '#app/(signed-in)/explore/_chart/problem.tsx'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import type { Question } from '#lib/events/question.ts'
import { searchTrees, type Tree } from '#lib/events/trees/data.ts'

const PAGE_SIZE = 100
const PROBLEM_PX = 144

interface Props {
  view: View
  question: Question
  hrefOf: (changes: Query) => string
}

/** What belongs together with the events that fit: one row for each id. */
export async function TreesPanel({ view, question, hrefOf }: Props) {
  const { drawn, problem } = await reading(
    searchTrees(question, { limit: PAGE_SIZE, cursor: view.cursor }),
  )
  return (
    <>
      <Panel flush title={view.cursor ? 'Earlier ones' : 'Newest together'}>
        {!drawn && <Problem height={PROBLEM_PX}>{problem}</Problem>}
        {drawn && drawn.items.length > 0 && <TreeTable trees={drawn.items} />}
        {drawn?.items.length === 0 && <NoneFits view={view} next={drawn.next} hrefOf={hrefOf} />}
      </Panel>
      <MorePages view={view} next={drawn?.next ?? null} hrefOf={hrefOf} />
    </>
  )
}

const TreeTable = ({ trees }: { trees: Tree[] }) => (
  <table className={css.table}>
    <thead>
      <tr>
        <th className={css.time}>Began</th>
        <th>First event</th>
        <th className="num">Events</th>
        <th className="num">Duration</th>
        <th className={css.types}>Types</th>
        <th className={css.hosts}>Hosts</th>
      </tr>
    </thead>
    <tbody>
      {trees.map(({ id, type, count, start, end, types, hosts }) => (
        <tr key={id}>
          <td className={css.time}>
            <EventTime at={start} />
          </td>
          <td>
            <Link href={placeOf(id)} prefetch={false}>
              <bdi>{visible(type)}</bdi>
            </Link>
          </td>
          <td className="num">{count.toLocaleString('en')}</td>
          <td className="num">{end > start ? lasted(end - start) : ''}</td>
          <td className={css.types} title={types.join(', ')}>
            {visible(types.join(', '))}
          </td>
          <td className={css.hosts} title={hosts.join(', ')}>
            {visible(hosts.join(', '))}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
