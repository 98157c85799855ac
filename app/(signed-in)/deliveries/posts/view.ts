import { one, type Query } from '#app/_ui/query.ts'
import { type PostFilter, postFilter } from '#lib/streams/posts/schema.ts'

/** The filter that stands in an address; what makes no sense there is left out. */
export function filterOf(query: Query): PostFilter {
  const { status, stream } = postFilter.shape
  return {
    status: status.safeParse(one(query, 'status')).data,
    stream: stream.safeParse(one(query, 'stream')).data,
    q: one(query, 'q'),
  }
}

export const isFiltered = (filter: PostFilter): boolean =>
  Object.values(filter).some(value => value !== undefined)
