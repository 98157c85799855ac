import { UserError } from '#lib/failures.ts'
import { refuseHugeJson } from '#lib/intake/json-size.ts'
import type { LogRecord } from '#lib/intake/otlp/record.ts'
import { type Scope, scopeOf } from '#lib/intake/otlp/scope.ts'
import { attributesOf } from '#lib/intake/otlp/values.ts'
import { type Fields, fieldsOf, isFields, jsonOf } from '#lib/intake/untrusted.ts'

/** What the lists of one kind of request are called, from the outside in. */
export type Names = readonly [resources: string, scopes: string, items: string]

/**
 * The records of an `ExportLogsServiceRequest` in JSON; undefined in place of one that is no object.
 * Throws a UserError when the body is no such request.
 */
export function* recordsOfJson(body: Buffer): Generator<LogRecord | undefined> {
  for (const { resource, scope, item } of itemsIn(body, [
    ...(['resourceLogs', 'scopeLogs', 'logRecords'] as const),
  ]))
    yield isFields(item) ? { resource, scope: scope.name, record: item } : undefined
}

/** The records or metrics of an export request. Throws a UserError when the body is none. */
export function* itemsIn(
  body: Buffer,
  [resources, scopes, items]: Names,
): Generator<{ resource: Fields; scope: Scope; item: unknown }> {
  refuseHugeJson(body)
  const request = jsonOf(body.toString())
  if (!isFields(request)) throw new UserError('The request is no JSON object.')
  const list = request[resources] ?? []
  if (!Array.isArray(list))
    throw new UserError('The request is not valid.', { fields: { [resources]: 'must be a list' } })

  for (const ofResource of list.filter(isFields)) {
    const resource = attributesOf(fieldsOf(ofResource.resource).attributes)
    for (const ofScope of listIn(ofResource[scopes]).filter(isFields)) {
      const scope = scopeOf(ofScope.scope)
      for (const item of listIn(ofScope[items])) yield { resource, scope, item }
    }
  }
}

export const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
