import type { Handler } from '#app/_server/endpoint.ts'
import { failureAnswer } from '#app/_server/failure.ts'

/** Makes a handler for what is for all who have the address. */
export const sharedRoute =
  (
    answer: (uid: string, query: URLSearchParams) => Promise<Response>,
    failure = failureAnswer,
  ): Handler =>
  async (request, { params }) => {
    try {
      const { uid } = await params
      return await answer(String(uid), new URL(request.url).searchParams)
    } catch (error) {
      return failure(error)
    }
  }
