/**
 * PostgreSQL's binary form of arrays with one dimension and no nulls (array_recv in its arrayfuncs.c): numbers are
 * neither written as text here nor read from it there. `pg` sends a Buffer as it is.
 */

const HEADER_BYTES = 20
const LENGTH_BYTES = 4
/** Of the types, their numbers in pg_type.dat and their sizes. */
const INT4 = { oid: 23, bytes: 4 }
const INT8 = { oid: 20, bytes: 8 }
const FLOAT8 = { oid: 701, bytes: 8 }

export function int4s(numbers: readonly number[]): Buffer {
  const view = emptyArray(INT4, numbers.length)
  let at = HEADER_BYTES
  for (const number of numbers) {
    view.setInt32(at, INT4.bytes)
    view.setInt32(at + LENGTH_BYTES, number)
    at += LENGTH_BYTES + INT4.bytes
  }
  return Buffer.from(view.buffer)
}

/** Of whole numbers that are safe. */
export function int8s(numbers: readonly number[]): Buffer {
  const view = emptyArray(INT8, numbers.length)
  let at = HEADER_BYTES
  for (const number of numbers) {
    view.setInt32(at, INT8.bytes)
    view.setInt32(at + LENGTH_BYTES, Math.floor(number / 2 ** 32))
    view.setUint32(at + LENGTH_BYTES + 4, number >>> 0)
    at += LENGTH_BYTES + INT8.bytes
  }
  return Buffer.from(view.buffer)
}

export function float8s(numbers: readonly number[]): Buffer {
  const view = emptyArray(FLOAT8, numbers.length)
  let at = HEADER_BYTES
  for (const number of numbers) {
    view.setInt32(at, FLOAT8.bytes)
    view.setFloat64(at + LENGTH_BYTES, number)
    at += LENGTH_BYTES + FLOAT8.bytes
  }
  return Buffer.from(view.buffer)
}

function emptyArray({ oid, bytes }: typeof INT4, length: number): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + (LENGTH_BYTES + bytes) * length))
  // Dimensions, whether there are nulls, type of the elements, how many, the first one's number.
  for (const [i, word] of [1, 0, oid, length, 1].entries()) view.setInt32(4 * i, word)
  return view
}
