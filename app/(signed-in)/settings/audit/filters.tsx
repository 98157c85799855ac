import { Choice } from '#app/_ui/choice.tsx'
import { one, type Query } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/settings/audit/audit.module.css'
import { DaysChoice } from '#app/(signed-in)/settings/audit/days-choice.tsx'
import { RemoveFilter } from '#app/(signed-in)/settings/audit/remove-filter.tsx'
import { RANGES } from '#app/(signed-in)/settings/audit/view.ts'
import type { AuditFilter } from '#lib/audit/filter.ts'
import { ACTIONS, SUBJECTS } from '#lib/audit/words.ts'

interface Props {
  query: Query
  filter: AuditFilter
  people: string[]
  hrefOf: (changes: Query) => string
}

/** What of the trail is shown; all of it stands in the address. */
export function Filters({ query, filter, people, hrefOf }: Props) {
  const range = one(query, 'range')
  const span = { range: undefined, from: undefined, until: undefined }
  const isLimited = Boolean(filter.from || filter.until)
  return (
    <div className={css.filters}>
      <Segments
        label="Time"
        segments={[
          { href: hrefOf(span), content: 'All', current: !isLimited },
          ...RANGES.map(({ key, label }) => ({
            href: hrefOf({ ...span, range: key }),
            content: label,
            current: range === key,
          })),
        ]}
      />
      <DaysChoice
        from={range ? null : (filter.from?.toISOString() ?? null)}
        until={range ? null : (filter.until?.toISOString() ?? null)}
      />
      <Choice
        name="person"
        label="Who"
        placeholder="Who: anyone"
        options={withChosen(people, filter.person)}
        value={filter.person ?? null}
        width={150}
        searchable
        clearable
      />
      <Choice
        name="subject"
        label="Kind"
        placeholder="Kind: any"
        options={withChosen([...SUBJECTS.keys()].toSorted(), filter.subject)}
        value={filter.subject ?? null}
        width={120}
        searchable
        clearable
      />
      <Choice
        name="action"
        label="Action"
        placeholder="Action: any"
        options={withChosen([...ACTIONS.keys()].toSorted(), filter.action)}
        value={filter.action ?? null}
        width={130}
        searchable
        clearable
      />
      <div className={css.search}>
        <Search q={filter.q ?? ''} label="Search names, values" />
      </div>
      {filter.subjectId && (
        <RemoveFilter href={hrefOf({ subjectId: undefined })} label="Subject">
          {filter.subjectId}
        </RemoveFilter>
      )}
      {filter.address && (
        <RemoveFilter href={hrefOf({ address: undefined })} label="From">
          {filter.address}
        </RemoveFilter>
      )}
    </div>
  )
}

const withChosen = (options: string[], chosen: string | undefined) =>
  chosen === undefined || options.includes(chosen) ? options : [chosen, ...options]
