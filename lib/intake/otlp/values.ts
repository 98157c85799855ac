import { type Fields, fieldsOf, isFields } from '#lib/intake/untrusted.ts'

/** Deeper values are cut anyway before they are kept. */
const DEPTH_LIMIT = 10

/**
 * What an `AnyValue` holds (opentelemetry.proto.common.v1), in the form of its JSON encoding. Whole numbers
 * that a double cannot hold stay text, bytes stay base64.
 */
export function valueIn(any: unknown, depth = 0): unknown {
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } =
    fieldsOf(any)
  if (depth > DEPTH_LIMIT) return '…'
  if (isFields(arrayValue)) return valuesOf(arrayValue).map(item => valueIn(item, depth + 1))
  if (isFields(kvlistValue)) return attributesOf(kvlistValue.values, depth + 1)
  if (intValue !== undefined)
    return Number.isSafeInteger(Number(intValue)) ? Number(intValue) : intValue
  return stringValue ?? boolValue ?? doubleValue ?? bytesValue ?? null
}

/** A list of `KeyValue`s as an object; of a name that comes twice the last one counts. */
export function attributesOf(list: unknown, depth = 0): Fields {
  const pairs = (Array.isArray(list) ? list : [])
    .filter(isFields)
    .filter(({ key }) => typeof key === 'string')
  return Object.fromEntries(pairs.map(({ key, value }) => [key, valueIn(value, depth)]))
}

const valuesOf = ({ values }: Fields): unknown[] => (Array.isArray(values) ? values : [])
