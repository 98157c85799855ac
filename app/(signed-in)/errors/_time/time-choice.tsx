import { Choice } from '#app/_ui/choice.tsx'
import type { Query } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import { ClockTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/errors/_time/time.module.css'
import { RANGES, sliceInWords, type Time } from '#app/(signed-in)/errors/_time/time.ts'

/** The last so many hours; a part that was zoomed to stands there with a way out of it. */
export function RangeSegments({ time, hrefOf }: { time: Time; hrefOf: (to: Query) => string }) {
  const none = { from: undefined, to: undefined, slice: undefined }
  const segments = RANGES.map(({ key, label }) => ({
    href: hrefOf({ ...none, range: key }),
    content: label,
    current: time.key === key,
  }))
  const zoomed = {
    href: hrefOf({}),
    content: (
      <span className={css.zoomed}>
        <ClockTime at={time.from} /> – <ClockTime at={time.to} />
      </span>
    ),
    current: true,
  }
  return (
    <Segments label="Time shown" segments={time.key === null ? [...segments, zoomed] : segments} />
  )
}

export const SliceChoice = ({ time: { slice, slices } }: { time: Time }) => (
  <Choice
    name="slice"
    label="Slice"
    options={slices.map(value => ({ value, label: `Slice: ${sliceInWords(value)}` }))}
    value={slice}
    width={128}
  />
)
