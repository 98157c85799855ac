import { digestOf } from '#lib/errors/classify/digest.ts'
import { readShape } from '#lib/errors/classify/template/read.ts'
import type { ErrorEvent, Exception, Frame } from '#lib/errors/event.ts'

/** How a sender has grouped an event itself. */
export interface OwnGrouping {
  by: 'exception' | 'fingerprint'
  /** equal keys are one group */
  key: string
  /** what is said of why it is there */
  matched: string
}

/** In a fingerprint it stands for the grouping that there would be without one. */
const DEFAULT = /^\{\{\s*default\s*\}\}$/
/** Of a chain of causes so many are looked at, of a stack so many of its innermost calls. */
const CHAIN_MOST = 10
const FRAMES_MOST = 50

/** By fingerprint, else by exception; null where the sender leaves it to the classifiers. */
export function ownGrouping(event: ErrorEvent): OwnGrouping | null {
  const { fingerprint } = event
  if (!fingerprint || fingerprint.length === 0) return byException(event)
  if (fingerprint.every(part => DEFAULT.test(part))) return byException(event)
  const parts = fingerprint.map(part => (DEFAULT.test(part) ? defaultKey(event) : part))
  return {
    by: 'fingerprint',
    key: keyOf('fingerprint', parts),
    matched: fingerprint.join(' · '),
  }
}

const defaultKey = (event: ErrorEvent) =>
  byException(event)?.key ?? keyOf('template', [readShape(event.message).key])

function byException({ exceptions }: ErrorEvent): OwnGrouping | null {
  if (!exceptions || exceptions.length === 0) return null
  const parts = exceptions.slice(0, CHAIN_MOST).flatMap(exceptionParts)
  const [thrown] = exceptions as [Exception]
  return { by: 'exception', key: keyOf('exception', parts), matched: inWords(thrown) }
}

/** Type and calls; without any calls the shape of the text. */
function exceptionParts({ type, message, frames }: Exception): string[] {
  const calls = callsOf(frames)
  return [type, String(calls.length), ...(calls.length > 0 ? calls : [readShape(message).key])]
}

/** The application's own calls, where there are any; a function that calls itself once. */
function callsOf(frames: readonly Frame[]): string[] {
  const own = frames.filter(({ inApp }) => inApp)
  const calls = (own.length > 0 ? own : frames).slice(0, FRAMES_MOST).map(callOf)
  return calls.filter((call, i) => call !== calls[i - 1])
}

const callOf = (frame: Frame): string =>
  `${frame.module || fileName(frame.file)}:${frame.function.replace(ADDRESS, '').replace(COUNTER, '')}`

/** `/srv/releases/42/app.js` is the same file after the next release. */
const fileName = (path: string) =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

/** What a runtime puts after a name: an address, or a counter for what has no name of its own. */
const ADDRESS = /[@/+]?0x[0-9a-f]+/gi
const COUNTER = /(?<=[$#])\d+/g

function inWords({ type, frames }: Exception): string {
  const frame = frames.find(({ inApp }) => inApp) ?? frames[0]
  if (!frame) return type
  const place = frame.module || fileName(frame.file)
  return `${type} in ${frame.function || 'a function'}${place ? ` (${place})` : ''}`
}

const keyOf = (kind: string, parts: readonly string[]) =>
  digestOf([kind, ...parts.map(part => `${part.length}:${part}`)].join('\n'))
