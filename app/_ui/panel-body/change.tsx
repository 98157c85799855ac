import { withUnit } from '#app/_ui/number.ts'
import { changeInWords, changeOf } from '#app/_ui/panel-body/rows.ts'

interface Props {
  now: number | null
  before: number | null
  unit: string
}

/** How much more or less than in the same length of time before. Neither is good or bad by itself. */
export function Change({ now, before, unit }: Props) {
  const was = before === null ? 'nothing before' : `${withUnit(before, unit)} before`
  return <span title={was}>{changeInWords(changeOf(now, before))}</span>
}
