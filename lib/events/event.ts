/** What applications tell of one piece of work. */
export interface Event {
  type: string
  /** shared by the events of one tree of contexts */
  id: string
  /** its own, when the sender gave one: a repeat is recognised by it */
  uid: string | undefined
  host: string
  pid: number | null
  /** unix seconds; both the time of arrival when the sender told none */
  start: number
  at: number
  /** whether the sender told when it ended */
  isTimed: boolean
  /** JSON that can be stored, or null */
  traits: string | null
}

/** How long it took, in seconds, without the noise that a difference of two such numbers has. */
export const secondsOf = ({ start, at }: Event): number =>
  Math.max(Math.round((at - start) * 1e6) / 1e6, 0)
