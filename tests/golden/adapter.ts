/** A case as it stands in a file; what else it has depends on its group. */
export interface Case {
  id: string
  group: string
  [field: string]: unknown
}

/** What a case wants and what the product gave; equal when the case passes. */
export interface Result {
  expected: unknown
  got: unknown
}

/** Runs the cases of one system against the product's own functions. */
export interface Adapter {
  groups: Record<string, (golden: Case) => Result | Promise<Result>>
  close?(): Promise<void>
}

/** What the product is to give, where that differs from what the original gave. */
export const wanted = (golden: Case): unknown => golden.expected_product ?? golden.expected
