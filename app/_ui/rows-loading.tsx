import { Skeleton } from '@mantine/core'
import { Late } from '#app/_ui/late.tsx'
import css from '#app/_ui/rows-loading.module.css'

/** Stands for a table's rows until they come. */
export function RowsLoading({ rows }: { rows: number }) {
  return (
    <Late>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <div key={i} className={css.row}>
          <Skeleton height={12} width={72} />
          <Skeleton height={12} width={`${24 + ((i * 7) % 20)}%`} />
          <Skeleton height={12} width={64} ml="auto" />
        </div>
      ))}
    </Late>
  )
}
