import css from '#app/_ui/chart/stack.module.css'
import type { Spot } from '#app/_ui/chart/stack-options.ts'
import type { Stack } from '#app/_ui/chart/stacking.ts'
import { formatNumber } from '#app/_ui/number.ts'
import { ExactTime } from '#app/_ui/times.tsx'

interface Props {
  stack: Stack
  spot: Spot
  hidden: ReadonlySet<string>
  height: number
}

/** What the pointer is on: the time, the layer with its hits, and those of all. */
export function StackTip({ stack, spot, hidden, height }: Props) {
  const layer = stack.layers[spot.layer]
  const total = stack.layers
    .filter(({ key }) => !hidden.has(key))
    .reduce((sum, { counts }) => sum + (counts[spot.bucket] ?? 0), 0)
  const isRight = spot.bucket > stack.times.length / 2

  return (
    <>
      <div
        className={css.column}
        style={{ left: spot.left, width: spot.width, height: height - 28 }}
      />
      <div
        className={css.tip}
        // Beside the bar, on the side that has room.
        style={
          isRight
            ? { right: `calc(100% - ${spot.left - 8}px)` }
            : { left: spot.left + spot.width + 8 }
        }
      >
        <ExactTime at={stack.times[spot.bucket] ?? 0} className={css.time} />
        {layer && (
          <div className={css.line}>
            <span className={css.swatch} style={{ background: `var(${layer.color})` }} />
            <span className={css.name}>{layer.name}</span>
            <b>{formatNumber(layer.counts[spot.bucket] ?? 0)}</b>
          </div>
        )}
        <div className={css.line}>
          <span className={css.name}>total</span>
          <b>{formatNumber(total)}</b>
        </div>
      </div>
    </>
  )
}
