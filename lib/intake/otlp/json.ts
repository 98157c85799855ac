import { UserError } from '#lib/failures.ts'
import { refuseHugeJson } from '#lib/intake/json-size.ts'
import type { LogRecord } from '#lib/intake/otlp/record.ts'
import { attributesOf } from '#lib/intake/otlp/values.ts'
import { type Fields, fieldsOf, isFields, jsonOf, textOf } from '#lib/intake/untrusted.ts'

/**
 * The records of an `ExportLogsServiceRequest` in JSON; undefined in place of one that is no object.
 * Throws a UserError when the body is no such request.
 */
export function* recordsOfJson(body: Buffer): Generator<LogRecord | undefined> {
  refuseHugeJson(body)
  const request = jsonOf(body.toString())
  if (!isFields(request)) throw new UserError('The request is no JSON object.')
  const { resourceLogs = [] } = request
  if (!Array.isArray(resourceLogs))
    throw new UserError('The request is not valid.', { fields: { resourceLogs: 'must be a list' } })

  for (const { resource, scopeLogs } of objects(resourceLogs)) {
    const attributes = attributesOf(fieldsOf(resource).attributes)
    for (const { scope, logRecords } of objects(scopeLogs))
      for (const record of listIn(logRecords))
        yield isFields(record)
          ? { resource: attributes, scope: textOf(fieldsOf(scope).name), record }
          : undefined
  }
}

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const objects = (value: unknown): Fields[] => listIn(value).filter(isFields)
