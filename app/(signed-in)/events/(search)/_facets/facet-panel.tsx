import type { Query } from '#app/_ui/query.ts'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { FacetValues } from '#app/(signed-in)/events/(search)/_facets/facet-values.tsx'
import css from '#app/(signed-in)/events/(search)/_facets/facets.module.css'
import { worthAFacet } from '#app/(signed-in)/events/(search)/_facets/worth.ts'
import { KeyPicker } from '#app/(signed-in)/events/(search)/key-picker.tsx'
import { shareInWords } from '#app/(signed-in)/events/(search)/share-in-words.ts'
import { MOST_FACETS, type View, withoutKey } from '#app/(signed-in)/events/(search)/view.ts'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { facetsOf } from '#lib/events/facets/data.ts'
import { keysOf } from '#lib/events/keys/data.ts'
import type { Question } from '#lib/events/question.ts'

interface Props {
  view: View
  question: Question
  among: Record<string, string>
  hrefOf: (changes: Query) => string
}

/** Which values come how often; a click on one narrows the search to it, or leaves it out. */
export async function FacetPanel({ view, question, among, hrefOf }: Props) {
  const { drawn: known = [] } = view.facets ? {} : await reading(keysOf(question))
  const keys = view.facets ?? ['type', 'host', ...worthAFacet(known)]
  const { drawn, problem } = await reading(facetsOf(question, { keys }))
  return (
    <aside aria-label="Values" className={css.side}>
      {drawn && drawn.share < 1 && (
        <p className={css.note}>Counts are {shareInWords(drawn.share)}</p>
      )}
      {problem && <p className={css.note}>{problem}</p>}
      {drawn?.facets.map(facet => (
        <FacetValues
          key={facet.key}
          facet={facet}
          count={drawn.count}
          {...{ view, hrefOf }}
          closeHref={hrefOf({ facets: withoutKey(keys, facet.key) || 'none' })}
        />
      ))}
      {keys.length < MOST_FACETS && (
        <div className={css.add}>
          <KeyPicker
            key={keys.join()}
            label="Add a trait to the values"
            placeholder="Add a trait"
            value={null}
            among={among}
            changes={{ name: 'facets', also: keys }}
            without={keys}
          />
        </div>
      )}
    </aside>
  )
}

export const FacetsLoading = () => (
  <aside className={css.side}>
    <RowsLoading rows={8} />
  </aside>
)
