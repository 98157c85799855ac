'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { isAskable } from '#app/(signed-in)/events/_query/askable.ts'
import { MOST_COLUMNS, withoutKey } from '#app/(signed-in)/events/(search)/view.ts'
import { keyText, readKeys } from '#lib/events/query/key.ts'
import { narrowed } from '#lib/events/query/narrow.ts'

/** The address of this view with something changed. */
export interface Address {
  /** null where no query can ask for it; undefined: that it is not there */
  narrowed(path: string[], value: unknown, isNot?: boolean): string | null
  /** null when it is one already, or there is no room */
  withColumn(path: string[]): string | null
  withoutColumn(key: string): string
}

export function useAddress(): Address {
  const pathname = usePathname()
  const parameters = useSearchParams()
  return useMemo(() => {
    const query: Query = Object.fromEntries(parameters)
    const hrefOf = (changes: Query) => withQuery(pathname, query, { cursor: undefined, ...changes })
    const columns = readKeys(one(query, 'columns') ?? '')
    return {
      narrowed: (path, value, isNot) =>
        isAskable(value)
          ? hrefOf({ q: narrowed(one(query, 'q') ?? '', { path, value }, isNot) })
          : null,
      withColumn(path) {
        const key = keyText(path)
        const isThere = columns.includes(key) || columns.length >= MOST_COLUMNS
        return isThere ? null : withQuery(pathname, query, { columns: [...columns, key].join(',') })
      },
      withoutColumn: key =>
        withQuery(pathname, query, { columns: withoutKey(columns, key) || undefined }),
    }
  }, [pathname, parameters])
}
