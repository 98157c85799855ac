import { ROW_PX } from '#lib/dashboards/grid.ts'

/** Between panels; a panel of so many rows is as high as these, without the gap below it. */
export const GAP_PX = 8
/** The title and the edge below it. */
export const HEAD_PX = 36
/** Between what is drawn and the lower border, which counts too. */
const FOOT_PX = 10

/** How much of a panel is left to draw in. */
export const bodyHeight = (rows: number, hasHead: boolean, rowPx: number = ROW_PX): number =>
  Math.max(0, Math.floor(rows * rowPx) - GAP_PX - FOOT_PX - (hasHead ? HEAD_PX : FOOT_PX))
