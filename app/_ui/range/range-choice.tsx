import type { Query } from '#app/_ui/query.ts'
import { RANGES, type Range, type RangeKey, relative } from '#app/_ui/range/range.ts'
import { Segments } from '#app/_ui/segments.tsx'
import { ClockTime } from '#app/_ui/times.tsx'

interface Props {
  range: Range
  /** the address with these parts changed */
  hrefOf: (changes: Query) => string
  /** the longest that is offered */
  upTo?: RangeKey
}

/** The last so many hours; a part that was zoomed to stands there with a way out of it. */
export function RangeChoice({ range, hrefOf, upTo = '1y' }: Props) {
  const last = RANGES.findIndex(({ key }) => key === upTo)
  const segments = RANGES.filter(({ key }, i) => i <= last || key === range.key).map(
    ({ key, label }) => ({
      href: hrefOf(relative(key)),
      content: label,
      current: range.key === key,
    }),
  )
  const zoomed = {
    href: hrefOf({}),
    content: (
      <span>
        <ClockTime at={range.from} /> – <ClockTime at={range.to} />
      </span>
    ),
    current: true,
  }
  return (
    <Segments label="Time shown" segments={range.key === null ? [...segments, zoomed] : segments} />
  )
}
