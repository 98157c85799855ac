export { type Application, application } from './application.ts'
export { close, configure, droppedEvents, flush, type Options } from './configure.ts'
export { Context, type ContextOptions, clearContexts, currentContext } from './context.ts'
export {
  add,
  append,
  context,
  merge,
  set,
  start,
  timeit,
  traceparent,
  wrap,
} from './contexts.ts'
export type { Body } from './deep.ts'
export { type CaptureOptions, captureError } from './errors.ts'
export type { Event } from './event.ts'
export { decr, gauge, incr, timing } from './metrics/numbers.ts'
export type { Sample } from './sampling.ts'
export type { CapturedError, Filters, Measured, Recorder } from './sink.ts'
