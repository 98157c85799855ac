import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import { EventTable } from '#app/(signed-in)/events/(search)/_list/event-table.tsx'
import { ExportMenu } from '#app/(signed-in)/events/(search)/_list/export-menu.tsx'
import { rowOf } from '#app/(signed-in)/events/(search)/_list/rows.ts'
import { KeyPicker } from '#app/(signed-in)/events/(search)/key-picker.tsx'
import { MorePages } from '#app/(signed-in)/events/(search)/more-pages.tsx'
import { NoneFits } from '#app/(signed-in)/events/(search)/none-fits.tsx'
import { MOST_COLUMNS, type View } from '#app/(signed-in)/events/(search)/view.ts'
import { Problem } from '#app/(signed-in)/explore/_chart/problem.tsx'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import type { Question } from '#lib/events/question.ts'
import { searchEvents } from '#lib/events/search/data.ts'

const PAGE_SIZE = 50
const PROBLEM_PX = 144

interface Props {
  view: View
  question: Question
  among: Record<string, string>
  severalProjects: boolean
  hrefOf: (changes: Query) => string
}

/** The events that fit, those that ended last first. */
export async function ListPanel({ view, question, among, severalProjects, hrefOf }: Props) {
  const { columns, cursor } = view
  const { drawn, problem } = await reading(searchEvents(question, { limit: PAGE_SIZE, cursor }))
  return (
    <>
      <Panel
        flush
        title={cursor ? 'Earlier events' : 'Newest events'}
        actions={
          <>
            {columns.length < MOST_COLUMNS && (
              <KeyPicker
                key={columns.join()}
                label="Add a column"
                placeholder="Add a column"
                value={null}
                among={among}
                changes={{ name: 'columns', also: columns }}
                without={['type', 'host', 'duration', ...columns]}
              />
            )}
            <ExportMenu q={view.q} columns={columns} among={among} />
          </>
        }
      >
        {!drawn && <Problem height={PROBLEM_PX}>{problem}</Problem>}
        {drawn && drawn.items.length > 0 && (
          <EventTable
            rows={drawn.items.map(rowOf)}
            columns={columns}
            severalProjects={severalProjects}
          />
        )}
        {drawn?.items.length === 0 && <NoneFits view={view} next={drawn.next} hrefOf={hrefOf} />}
      </Panel>
      <MorePages view={view} next={drawn?.next ?? null} hrefOf={hrefOf} />
    </>
  )
}
