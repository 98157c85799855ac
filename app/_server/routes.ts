import { type Handler, handlerOf, type Served } from '#app/_server/endpoint.ts'
import { failureAnswer } from '#app/_server/failure.ts'
import { UserError } from '#lib/failures.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]
export type Routes = Record<Method, Handler>

/** The exports of a route file: a handler for every method; where there is none it says which ones there are. */
export function routes(served: { [M in Method]?: Served }): Routes {
  const refusal = refuse(Object.keys(served).join(', '))
  return Object.fromEntries(METHODS.map(method => [method, served[method] ?? refusal])) as Routes
}

const refuse = (allow: string) =>
  handlerOf({
    summary: 'Refuses a method',
    right: null,
    answer: null,
    async handle({ request }) {
      const message = `${request.method} does nothing here; there is ${allow}.`
      const answer = failureAnswer(new UserError(message, { code: 'not_allowed' }))
      answer.headers.set('allow', allow)
      return answer
    },
  })

/** What the route file's handlers were made from, by method. */
export function endpointsOf(exports: Partial<Routes>) {
  return Object.entries(exports).flatMap(([method, handler]) =>
    'endpoint' in handler ? [{ method, endpoint: (handler as Served).endpoint }] : [],
  )
}
