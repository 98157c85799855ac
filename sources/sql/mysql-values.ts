import mysql, { type FieldPacket } from 'mysql2'
import type { Plain } from '#lib/plugin.ts'
import {
  exactNumber,
  isoTime,
  plainBigInt,
  plainBytes,
  plainJson,
  plainNumber,
} from '#sources/sql/values.ts'

const { Types } = mysql

/** A value as the driver gave it (numbers, texts, bytes) as plain data. */
export function plainCell(value: unknown, field: FieldPacket | undefined): Plain {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'bigint') return plainBigInt(value)
  if (value instanceof Uint8Array)
    return field?.columnType === Types.BIT ? bits(value) : plainBytes(value)

  const text = String(value)
  // MariaDB's JSON is a text to all but this remark.
  if (field?.extendedFormat === 'json') return plainJson(text)
  switch (field?.columnType) {
    case Types.DECIMAL:
    case Types.NEWDECIMAL:
    case Types.LONGLONG:
      return exactNumber(text)
    case Types.TIMESTAMP:
      return isoTime(text, 'Z')
    case Types.DATETIME:
      return isoTime(text)
    case Types.JSON:
      return plainJson(text)
    default:
      return text
  }
}

const bits = (bytes: Uint8Array) =>
  plainBigInt(BigInt(`0x${Buffer.from(bytes).toString('hex') || 0}`))
