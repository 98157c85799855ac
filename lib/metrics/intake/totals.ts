import type { PoolClient } from 'pg'
import {
  openRemembered,
  type Remembered,
  type RunningPoint,
} from '#lib/metrics/intake/remembered.ts'
import type { Counted, Point } from '#lib/metrics/totals/counted.ts'
import { freshOf } from '#lib/metrics/totals/fresh.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Several instances of a program count in the same series. */
const STREAMS_PER_SERIES = 5

/** What senders counted before, for one transaction. */
export interface Totals {
  /** As the rule in totals/fresh.ts; of a point that does not count on all is new. */
  freshOf(project: Project, point: Point): Counted | 'repeat' | null
  /** Whether what the next point is compared with can be remembered. */
  hasRoom(project: Project, point: Point): boolean
  keep(project: Project, point: Point): void
  save(): Promise<void>
}

/** Reads what was sent before of these points; no others can be asked about. */
export async function openTotals(
  client: PoolClient,
  asked: readonly (readonly [Project, Point])[],
): Promise<Totals> {
  const running = asked.flatMap(([{ id }, point]) =>
    isRunning(point) ? [[id, point] as const] : [],
  )
  const byProject = new Map<number, Remembered>()
  // In the order of the projects' numbers, as everything that locks several projects does.
  for (const [id, points] of [...Map.groupBy(running, ([id]) => id)].sort(([a], [b]) => a - b)) {
    const own = points.map(([, point]) => point)
    byProject.set(id, await openRemembered(client, id, own))
  }
  // Opened for the project of every running point.
  const remembered = ({ id }: Project) => byProject.get(id) as Remembered

  return {
    freshOf(project, point) {
      if (!isRunning(point)) return point.counted
      const { stream, family } = remembered(project)
      return freshOf(point, stream(point), family(point))
    },
    hasRoom(project, point) {
      if (!isRunning(point)) return true
      const { stream, count } = remembered(project)
      return !!stream(point) || count() < project.limits.series * STREAMS_PER_SERIES
    },
    keep(project, point) {
      if (isRunning(point)) remembered(project).keep(point)
    },
    async save() {
      for (const { save } of byProject.values()) await save()
    },
  }
}

const isRunning = (point: Point): point is RunningPoint => point.running !== null
