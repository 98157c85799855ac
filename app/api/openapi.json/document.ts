import { z } from 'zod'
import type { Endpoint } from '#app/_server/endpoint.ts'
import { endpointsOf, type Routes } from '#app/_server/routes.ts'

const errorShape = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .describe('What is wrong with single fields, by their path.'),
  }),
})

/** The OpenAPI document of route files, by their paths. */
export function openApi(url: string, routeFiles: Record<string, Partial<Routes>>) {
  return {
    openapi: '3.1.0',
    info: { title: 'Belfry', version: '1', description: 'Everything the pages can do.' },
    servers: [{ url }],
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: { error: { description: 'What went wrong', content: json(errorShape, 'output') } },
    },
    paths: Object.fromEntries(
      Object.entries(routeFiles).map(([path, file]) => [path, operations(path, file)]),
    ),
  }
}

const operations = (path: string, file: Partial<Routes>) =>
  Object.fromEntries(
    endpointsOf(file).map(({ method, endpoint }) => [
      method.toLowerCase(),
      operation(path, method, endpoint),
    ]),
  )

function operation(path: string, method: string, endpoint: Endpoint) {
  const { summary, params, query, body, answer, status = answer === null ? 204 : 200 } = endpoint
  return {
    summary,
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z0-9]+(.)?/gi, (_, next) => next?.toUpperCase() ?? '')}`,
    tags: [path.split('/')[2] ?? path.slice(1)],
    ...(endpoint.open && { security: [{}, { token: [] }] }),
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(body && { requestBody: { content: json(body, 'input') } }),
    responses: {
      [status]: { description: 'Done', ...(answer !== null && { content: contentOf(answer) }) },
      default: { $ref: '#/components/responses/error' },
    },
  }
}

const contentOf = (answer: z.ZodType | string) =>
  typeof answer === 'string' ? { [answer]: { schema: { type: 'string' } } } : json(answer, 'output')

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: schemaOf(schema, io) },
})

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined) {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input')
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as { description?: string }
    return {
      ...{ name, in: where, required: required.includes(name), schema: rest },
      ...(description !== undefined && { description }),
    }
  })
}

/**
 * A schema that stands by itself. Only `z.json()` is drawn by a reference, to a place that a part of a document has
 * not got; it is any JSON, which needs no words.
 */
function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema, $defs, ...drawn } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return JSON.parse(JSON.stringify(drawn), (_, value) => {
    const { $ref, ...rest } = value ?? {}
    return String($ref).startsWith('#/$defs/') ? rest : value
  }) as typeof drawn
}
