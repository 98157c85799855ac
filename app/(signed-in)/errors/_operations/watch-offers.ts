import { type ErrorMonitor, errorMonitors } from '#lib/errors/monitors.ts'

/** The ready-made monitors as a menu offers them. */
export const watchOffers = (monitors: readonly ErrorMonitor[]) =>
  monitors.map(monitor => {
    const { label, description } = errorMonitors[monitor]
    return { monitor, label, description }
  })

/** All of them: for a view of many signatures. */
export const ALL_MONITORS = Object.keys(errorMonitors) as ErrorMonitor[]
/** Those that can look at a single signature. */
export const SINGLE_MONITORS: readonly ErrorMonitor[] = ['above', 'rate']
