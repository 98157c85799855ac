'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { reached } from '#app/_ui/reached.ts'
import { readFilters } from '#app/(signed-in)/dashboards/actions.ts'
import type { MetricLine } from '#lib/charts/panel.ts'

const TYPING_PAUSE_MS = 300

export interface Filter {
  name: string
  values: string[]
}

/** By what a metric can be filtered; nothing while it is not known. */
export function useFilters(project: string, { metric, kind }: MetricLine): Filter[] {
  const [filters, setFilters] = useState<Filter[]>([])
  const [asked] = useDebouncedValue(metric, TYPING_PAUSE_MS)

  useEffect(() => {
    if (!asked) return setFilters([])
    let isLate = false
    void reached(readFilters({ project, metric: asked, kind })).then(answer => {
      if (!isLate) setFilters(answer.ok ? answer.data : [])
    })
    return () => {
      isLate = true
    }
  }, [project, asked, kind])
  return filters
}
