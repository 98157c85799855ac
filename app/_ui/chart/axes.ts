import type uPlot from 'uplot'
import { shortNumber } from '#app/_ui/number.ts'

const DAY_MS = 86_400_000
const MONTH_MS = 28 * DAY_MS
const CHARACTER_PX = 6.4
const LABEL_GAP_PX = 14
/** Beside shorter ones the first time below the figure has no room. */
const LEAST_CHARACTERS = 3

interface Look {
  text: string
  grid: string
  font: string
}

/** Hours and minutes; days where a day begins, and where the labels are days apart; likewise months. */
export function timeAxis(zone: string, look: Look): uPlot.Axis {
  const time = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
  const seconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: zone })
  const month = new Intl.DateTimeFormat('en-GB', {
    month: 'short',
    year: 'numeric',
    timeZone: zone,
  })
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone })
  return {
    stroke: look.text,
    font: look.font,
    grid: { show: false },
    ticks: { show: false },
    size: 28,
    space: 80,
    values: (_, splits, __, ___, incrementMs) =>
      splits.map(at => {
        if (incrementMs >= MONTH_MS) return month.format(at)
        const clock = time.format(at)
        if (incrementMs >= DAY_MS || clock === '00:00') return day.format(at)
        return incrementMs < 60_000 ? seconds.format(at) : clock
      }),
  }
}

export function valueAxis(
  unit: string,
  look: Look,
  scale: string,
  side: 'left' | 'right',
): uPlot.Axis {
  return {
    scale,
    side: side === 'left' ? 3 : 1,
    stroke: look.text,
    font: look.font,
    gap: 8,
    grid: { show: side === 'left', stroke: look.grid, width: 1 },
    ticks: { show: false },
    space: 36,
    size: (_, labels) =>
      Math.max(LEAST_CHARACTERS, ...(labels ?? []).map(label => label?.length ?? 0)) *
        CHARACTER_PX +
      LABEL_GAP_PX,
    values: (_, splits, __, ___, increment) => splits.map(value => labelOf(value, increment, unit)),
  }
}

/** As many decimals as the distance of the labels needs: `0.25 %` beside `0.50 %`. */
function labelOf(value: number, increment: number, unit: string): string {
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(increment) + 1e-9)))
  const half = increment * 10 ** decimals
  const shown = Math.abs(half - Math.round(half)) < 1e-6 ? decimals : decimals + 1
  const number = increment >= 1 ? shortNumber(value) : value.toFixed(shown)
  return unit ? `${number} ${unit}` : number
}
