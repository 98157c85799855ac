import { UserError } from '#lib/failures.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Throws a UserError unless the project counts these filters together; one alone always is. */
export function refuseUncounted({ name, settings }: Project, filters: readonly string[]): void {
  if (filters.length < 2) return
  const isKept = settings.metrics.sets.some(
    set => set.length === filters.length && filters.every(filter => set.includes(filter)),
  )
  if (!isKept)
    throw new UserError(
      `The project ${name} does not count ${filters.join(' and ')} together; its settings say which filters it does.`,
      { fields: { filters: 'are not counted together' } },
    )
}
