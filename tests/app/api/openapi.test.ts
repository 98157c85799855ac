import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openApi } from '#app/api/openapi.json/document.ts'
import { routeFiles } from '#app/api/openapi.json/route-files.ts'

const document = openApi('http://belfry.example.com', routeFiles)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('every route file is described, by the path that it has', () => {
  const paths = [...globSync('app/api/**/route.ts'), ...globSync('app/metrics/route.ts')]
    .map(file => file.slice('app'.length, -'/route.ts'.length).replaceAll(/\[(\w+)\]/g, '{$1}'))
    .filter(path => !path.includes('[...') && path !== '/api/openapi.json')
  expect(Object.keys(document.paths).sort()).toEqual(paths.sort())
})

test('every name in a path is a parameter of its operations', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1])
    const declared = operation.parameters.filter(parameter => parameter.in === 'path')
    expect(declared.map(parameter => parameter.name)).toEqual(named)
    expect(declared.every(parameter => parameter.required)).toBe(true)
  }
})

test('operations are told apart by their ids', () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toContain('getApiMonitorsIdRunsCsv')
})

test('only health is open', () => {
  const open = operations.filter(({ operation }) => 'security' in operation)
  expect(open.map(({ path }) => path)).toEqual(['/api/health'])
})

test('bodies, answers and limits are those that are checked', () => {
  const create = document.paths['/api/monitors']?.post
  expect(create).toMatchObject({
    requestBody: {
      content: {
        'application/json': {
          schema: {
            required: ['name', 'script', 'schedule'],
            additionalProperties: false,
            properties: { name: { maxLength: 100 }, retainDays: { default: 28 } },
          },
        },
      },
    },
    responses: { 201: { content: { 'application/json': { schema: { type: 'object' } } } } },
  })
  const list = document.paths['/api/monitors']?.get
  expect(list?.parameters.map(({ name }) => name)).toEqual(['limit', 'cursor', 'q', 'state', 'tag'])
})

test('it refers to nothing that it has not got', () => {
  const refs = JSON.stringify(document).matchAll(/"\$ref":"(.*?)"/g)
  expect(new Set([...refs].map(match => match[1]))).toEqual(
    new Set(['#/components/responses/error']),
  )
})

test('the document is JSON', () => {
  expect(JSON.parse(JSON.stringify(document))).toEqual(document)
})
