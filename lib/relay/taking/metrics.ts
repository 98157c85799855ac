import type { MetricIntake, Outcome } from '#lib/metrics/intake/contract.ts'
import { problemOf } from '#lib/metrics/intake/fit.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { Desk } from '#lib/relay/taking/desk.ts'
import type { TakingOf } from '#lib/relay/taking/taking.ts'
import type { Input } from '#lib/relay/wire/unit.ts'

/** Keeps metrics for the centre. Of what nobody waits for, updates that are the same within a second become one. */
export function metricIntake(
  desk: Desk,
  takingOf: TakingOf,
  projects: () => readonly Project[],
): MetricIntake {
  /** Answers why not, or null. */
  function add(project: Project, input: Input, update: MetricUpdate): 'invalid' | null {
    if (problemOf(update)) return 'invalid'
    takingOf(project).writer.addAlike(input, update)
    return null
  }

  return {
    async accept(project, input, updates, { key, bytes = 0 } = {}) {
      const isFit = updates.map(update => !problemOf({ value: 0, times: 1, ...update }))
      const items = updates.filter((_, i) => isFit[i])
      if (items.length > 0) await desk.keep(project, { kind: 'metrics', input, items, key, bytes })
      desk.drop(project, input, 'invalid', updates.length - items.length)
      return isFit.map((fits): Outcome => (fits ? 'accepted' : 'invalid'))
    },

    offer(project, input, update, bytes) {
      if (!desk.admit(project, input, 1, bytes)) return false
      const problem = add(project, input, update)
      if (problem) desk.drop(project, input, problem)
      return problem === null
    },

    meter: (project, input, manner) => ({
      add: (name, value, at) => add(project, input, { ...manner, name, value, at }),
    }),

    admit: desk.admit,
    room: () => desk.room(projects()),
    drop: desk.drop,
    close: async () => {},
  }
}
