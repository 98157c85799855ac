const PAGE_SIZE = 100

/** One page of a list that is counted in pages. */
export interface Page {
  /** from 1 */
  page: number
  /** 0 when there are no rows */
  lastPage: number
  offset: number
  size: number
}

/** The page to show for what stands in an address: what is no page is the first, what is too far the last. */
export function pageOf(rows: number, asked: string | null | undefined, size = PAGE_SIZE): Page {
  const lastPage = Math.ceil(rows / size)
  const wanted = /^\s*[+-]?\d+\s*$/.test(asked ?? '') ? Number(asked) : 1
  const page = Math.max(1, Math.min(wanted, lastPage))
  return { page, lastPage, offset: (page - 1) * size, size }
}
