import { Fragment } from 'react'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import css from '#app/(signed-in)/streams/triggers/[id]/(trigger)/trigger.module.css'
import { criteriaInWords } from '#lib/streams/triggers/criteria-words.ts'
import type { Trigger } from '#lib/streams/triggers/data.ts'
import type { CriteriaStatistics } from '#lib/streams/triggers/statistics/data.ts'

interface Props {
  trigger: Trigger
  criteria: readonly CriteriaStatistics[]
}

/** For each of the criteria how many events were looked at, how many met it, and why the others did not. */
export const CriteriaTable = ({ trigger, criteria }: Props) => (
  <table className={`${table.table} ${stacked.stacked}`}>
    <thead>
      <tr>
        <th>Criteria</th>
        <th>What it asks</th>
        <th className="num">Looked at</th>
        <th className="num">Met it</th>
        <th className="num">Did not</th>
      </tr>
    </thead>
    <tbody>
      {criteria.map(({ criteria, checks, passed, reasons }) => (
        <Fragment key={criteria}>
          <tr>
            <td className={css.criteria}>{criteria}</td>
            <td className={css.asks}>{criteriaInWords(trigger, criteria)}</td>
            <td className="num" data-label="Looked at">
              {checks.toLocaleString('en')}
            </td>
            <td className="num" data-label="Met it">
              {passed.toLocaleString('en')}
            </td>
            <td className="num" data-label="Did not">
              {(checks - passed).toLocaleString('en')}
            </td>
          </tr>
          {Object.entries(reasons).map(([reason, count]) => (
            <tr key={reason} className={css.reason}>
              <td aria-hidden="true" data-empty="true" />
              <td colSpan={3}>{reason}</td>
              <td className="num">{count.toLocaleString('en')}</td>
            </tr>
          ))}
        </Fragment>
      ))}
    </tbody>
  </table>
)
