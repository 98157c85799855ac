/** A time, in microseconds since 1970: what Winchester's times are exact to, and whole numbers hold. */
export type Micros = number

/** An event as triggers and handlers see it. */
export interface StreamEvent {
  /** Winchester's message_id */
  uid: string
  /** Winchester's event_type */
  type: string
  /** its end; Winchester's timestamp */
  at: Micros
  start: Micros
  /** of its context tree */
  id: string
  host: string
  pid: number | null
  traits: Readonly<Record<string, unknown>>
}
