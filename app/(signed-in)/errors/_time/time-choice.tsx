import { Choice } from '#app/_ui/choice.tsx'
import type { Query } from '#app/_ui/query.ts'
import { RangeChoice } from '#app/_ui/range/range-choice.tsx'
import { sliceInWords, type Time } from '#app/(signed-in)/errors/_time/time.ts'

interface RangeProps {
  time: Time
  hrefOf: (changes: Query) => string
}

/** Another range is counted in slices of its own. */
export const RangeSegments = ({ time, hrefOf }: RangeProps) => (
  <RangeChoice
    range={time}
    hrefOf={changes => hrefOf({ ...changes, slice: undefined })}
    upTo="30d"
  />
)

export const SliceChoice = ({ time: { slice, slices } }: { time: Time }) => (
  <Choice
    name="slice"
    label="Slice"
    options={slices.map(value => ({ value, label: `Slice: ${sliceInWords(value)}` }))}
    value={slice}
    width={128}
  />
)
