/** How a channel behaves. `dead`: it accepts and never answers. `garbage`: what it answers is not of its protocol. */
export const MANNERS = ['slow', 'failing', 'garbage', 'cutting', 'dead'] as const
export type Manner = 'well' | (typeof MANNERS)[number]

export const SLOW_MS = 1_500

/** Something that came whole, whatever was answered. */
export interface Arrival {
  /** the same at each attempt */
  id: string
  /** milliseconds of `performance.now()` when it was there as a whole */
  at: number
  /** when its sender began, by the wall clock */
  begunAt: Date
  /** whether it was answered that all is well */
  taken: boolean
}

/** A real server that takes what an alert says. */
export interface Receiver {
  /** the plugin that speaks with it, and its settings */
  type: 'webhook' | 'email'
  config: Readonly<Record<string, unknown>>
  arrivals: readonly Arrival[]
  manner(next: Manner): void
  close(): Promise<void>
}
