import { bsdStamp } from '#lib/intake/syslog/bsd-stamp.ts'
import { CLOSE, COLON, DOT, isDigit, OPEN, PERCENT, SPACE, STAR } from '#lib/intake/syslog/bytes.ts'
import { type Cursor, name, wordEnd } from '#lib/intake/syslog/cursor.ts'
import type { Header } from '#lib/intake/syslog/header.ts'
import { isoStamp } from '#lib/intake/syslog/iso-stamp.ts'

/** RFC 3164 allows 32 characters; containers have longer names. */
const TAG_LIMIT = 128

/**
 * Reads what stands between the priority and the text: time, host and tag as RFC 3164 has them, as far as they are
 * there. Nothing here is an error: what is not recognised belongs to the text.
 */
export function readRfc3164(cursor: Cursor, nowMs: number): Header {
  const routed = readRouted(cursor, nowMs)
  const at = routed?.at ?? stamp(cursor, nowMs)
  const isDated = !Number.isNaN(at)
  if (isDated) pass(cursor, SPACE)
  const host = routed?.host || (isDated && !routed ? hostAt(cursor) : '')
  return { at, host, ...tag(cursor, isDated), structured: undefined }
}

function stamp(cursor: Cursor, nowMs: number): number {
  const at = isoStamp(cursor)
  return Number.isNaN(at) ? bsdStamp(cursor, nowMs) : at
}

/**
 * Routers write `29: host: *Oct 11 22:14:15.123 UTC: %SYS-5-CONFIG_I: text`: a number of the message, a host, a mark
 * for an unsure clock, each of them or none.
 */
function readRouted(cursor: Cursor, nowMs: number): { at: number; host: string } | null {
  const begin = cursor.at
  let host = ''
  for (let part = 0; part < 3; part++) {
    if (cursor.bytes[cursor.at] === STAR || cursor.bytes[cursor.at] === DOT) cursor.at++
    const at = stamp(cursor, nowMs)
    const isRouted = part > 0 || cursor.bytes[cursor.at] === COLON
    if (!Number.isNaN(at) && isRouted) {
      pass(cursor, COLON)
      return { at, host }
    }
    const start = cursor.at
    const end = wordEnd(cursor, start)
    if (!Number.isNaN(at) || end === cursor.end || cursor.bytes[end - 1] !== COLON) break
    if (!isNumber(cursor, start, end - 1)) host = name(cursor, start, end - 1)
    cursor.at = end + 1
  }
  cursor.at = begin
  return null
}

function isNumber({ bytes }: Cursor, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isDigit(bytes[at])) return false
  return true
}

/** The word after the time, unless it is the tag already: local senders leave the host out. */
function hostAt(cursor: Cursor): string {
  const { bytes, at, end } = cursor
  const stop = wordEnd(cursor, at)
  const last = bytes[stop - 1]
  if (stop === at || stop === end || bytes[at] === PERCENT || last === COLON || last === CLOSE)
    return ''
  cursor.at = stop + 1
  // A firewall writes `host : %ASA-6-302013: text`.
  if (bytes[cursor.at] === COLON && bytes[cursor.at + 1] === SPACE) cursor.at += 2
  return name(cursor, at, stop)
}

type Tag = Pick<Header, 'program' | 'processId' | 'messageId'>
const untagged: Tag = { program: '', processId: '', messageId: '' }

/** `program[pid]: `, `program: `, or the `%FACILITY-SEVERITY-MNEMONIC: ` of a router, which stays in the text. */
function tag(cursor: Cursor, isDated: boolean): Tag {
  const { bytes, at, end } = cursor
  const limit = Math.min(end, at + TAG_LIMIT)
  let stop = at
  while (stop < limit && !endsTag(bytes[stop] as number)) stop++
  if (stop === at || stop === limit || bytes[stop] === SPACE) return untagged
  if (bytes[at] === PERCENT) return mnemonic(cursor, at + 1, stop)

  const processEnd = bytes[stop] === OPEN ? closing(cursor, stop + 1) : stop
  if (processEnd < 0) return untagged
  const hasProcess = processEnd > stop
  const after = hasProcess ? processEnd + 1 : stop
  const isColon = after < end && bytes[after] === COLON
  // Without a time before it, `a:b` is text.
  const isSpaced = after + 1 >= end || bytes[after + 1] === SPACE
  if (!isDated && !(isColon && isSpaced)) return untagged
  cursor.at = isColon ? after + 1 : after
  pass(cursor, SPACE)
  return {
    program: name(cursor, at, stop),
    processId: hasProcess ? name(cursor, stop + 1, processEnd) : '',
    messageId: '',
  }
}

const endsTag = (byte: number) => byte === COLON || byte === OPEN || byte === SPACE

function closing({ bytes, end }: Cursor, from: number): number {
  const limit = Math.min(end, from + TAG_LIMIT)
  for (let at = from; at < limit; at++) if (bytes[at] === CLOSE) return at
  return -1
}

function mnemonic(cursor: Cursor, start: number, stop: number): Tag {
  const messageId = name(cursor, start, stop)
  return { program: messageId.split('-', 1)[0] ?? '', processId: '', messageId }
}

function pass(cursor: Cursor, byte: number) {
  if (cursor.at < cursor.end && cursor.bytes[cursor.at] === byte) cursor.at++
}
