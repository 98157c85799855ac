import { type Event, eventOf, type Told } from './event.ts'

/** An error in the words of `POST /errors`. */
export interface CapturedError {
  message: string
  level: string
  /** unix seconds */
  at: number
  host: string
  uid: string
  /** of the context tree in which it happened */
  traceId?: string | undefined
  [more: string]: unknown
}

type FilterValue = string | number | boolean
export type Filters = Readonly<Record<string, FilterValue | readonly FilterValue[]>>

/** A number to be counted. */
export interface Measured {
  kind: 'counter' | 'gauge' | 'timing'
  name: string
  value: number
  filters: Filters
}

/** Takes what the three stores are for. None of it may throw or wait. */
export interface Recorder {
  event?(event: Event): void
  error?(error: CapturedError): void
  measure?(measured: Measured): void
}

let recorder: Recorder = {}

/** Where everything goes; without one nowhere. */
export function recordBy(other: Recorder = {}): void {
  recorder = other
}

export function record(told: Told): void {
  recorder.event?.(eventOf(told))
}

export const isCapturing = (): boolean => recorder.error !== undefined
export const capture = (error: CapturedError): void => recorder.error?.(error)
export const measure = (measured: Measured): void => recorder.measure?.(measured)
