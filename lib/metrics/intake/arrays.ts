/**
 * PostgreSQL's binary form of arrays with one dimension and no nulls (array_recv in its arrayfuncs.c): numbers are
 * neither written as text here nor read from it there. `pg` sends a Buffer as it is.
 */

const HEADER_BYTES = 20
const LENGTH_BYTES = 4
/** Numbers of the types in pg_type.dat. */
const OID = { int4: 23, int8: 20, float8: 701 }

export const int4s = (numbers: readonly number[]): Buffer =>
  arrayOf(numbers, OID.int4, 4, (view, at, number) => view.setInt32(at, number))

/** Of whole numbers that are safe. */
export const int8s = (numbers: readonly number[]): Buffer =>
  arrayOf(numbers, OID.int8, 8, (view, at, number) => {
    view.setInt32(at, Math.floor(number / 2 ** 32))
    view.setUint32(at + 4, number >>> 0)
  })

export const float8s = (numbers: readonly number[]): Buffer =>
  arrayOf(numbers, OID.float8, 8, (view, at, number) => view.setFloat64(at, number))

function arrayOf(
  numbers: readonly number[],
  oid: number,
  size: number,
  set: (view: DataView, at: number, number: number) => void,
): Buffer {
  const step = LENGTH_BYTES + size
  const bytes = new ArrayBuffer(HEADER_BYTES + step * numbers.length)
  const view = new DataView(bytes)
  // Dimensions, no nulls, type of the elements, how many, the first one's number.
  for (const [i, word] of [1, 0, oid, numbers.length, 1].entries()) view.setInt32(4 * i, word)
  let at = HEADER_BYTES
  for (const number of numbers) {
    view.setInt32(at, size)
    set(view, at + LENGTH_BYTES, number)
    at += step
  }
  return Buffer.from(bytes)
}
