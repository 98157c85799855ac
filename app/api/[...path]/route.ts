import { serve } from '#app/_server/endpoint.ts'
import { UserError } from '#lib/failures.ts'

/** Whatever is no other route's: not found, but only for someone who may ask. */
const nothing = serve({
  right: null,
  summary: 'Answers that there is nothing',
  answer: null,
  async handle({ request }) {
    const { pathname } = new URL(request.url)
    throw new UserError(`There is nothing at ${pathname}.`, { code: 'not_found' })
  },
})

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT }
