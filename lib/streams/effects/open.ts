import type { Pool, PoolClient } from 'pg'
import type { StoredListener } from '#lib/events/intake/contract.ts'
import type { Project } from '#lib/projects/schema.ts'
import { openErrorWriter } from '#lib/streams/effects/errors.ts'
import { writeEvents } from '#lib/streams/effects/events.ts'
import type { Made } from '#lib/streams/effects/made.ts'
import { openMetricWriter } from '#lib/streams/effects/metrics.ts'
import { writeNotices } from '#lib/streams/effects/notices.ts'
import { writePosts } from '#lib/streams/effects/posts.ts'
import { writeRuns } from '#lib/streams/effects/runs.ts'
import { type Ending, writeEffects } from '#lib/streams/effects/write.ts'
import type { Fed } from '#lib/streams/feed/feed.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'

/** Says something of a stream in its log. */
export type SayOf = (stream: StreamFacts, level: 'info' | 'warn' | 'error', message: string) => void

/** The project of that number, unless it was deleted. */
export type ProjectOf = (id: number) => Project | undefined

/** What was written, of which others are to be told after the commit. */
export interface Written {
  /** what triggers did with the events that were made */
  fed: Fed | null
  /** to be called after the commit */
  settle(): void
}

/** Writes what pipelines bring about. One transaction at a time: metrics and signatures are counted with what is held in memory. */
export interface EffectWriters {
  /** Reads what writing takes, outside of the transaction. */
  prepare(endings: readonly Ending[]): Promise<void>
  /** Inside the transaction that ends the streams. */
  write(client: PoolClient, endings: readonly Ending[], say: SayOf): Promise<Written>
}

/** `heard` is told of the events that were made, after the commit. */
export function openEffectWriters(
  pool: Pool,
  projectOf: ProjectOf,
  heard?: StoredListener,
): EffectWriters {
  const metrics = openMetricWriter(pool, projectOf)
  const errors = openErrorWriter(pool, projectOf)

  function tellOf(made: readonly Made[]) {
    for (const [id, items] of Map.groupBy(made, ({ stream }) => stream.projectId)) {
      const project = projectOf(id)
      if (project)
        heard?.(
          project,
          items.map(({ event }) => event),
        )
    }
  }

  return {
    async prepare(endings) {
      const ids = (kind: 'metrics' | 'errors') =>
        new Set(
          endings.flatMap(({ stream, effects }) =>
            effects[kind].length > 0 ? [stream.projectId] : [],
          ),
        )
      await metrics.prepare(ids('metrics'))
      await errors.prepare(ids('errors'))
    },

    async write(client, endings, say) {
      const settling: (() => void)[] = []
      let fed: Fed | null = null
      await writeEffects(client, endings, {
        metrics: async (client, due) => void settling.push(await metrics.write(client, due, say)),
        errors: async (client, due) => void settling.push(await errors.write(client, due)),
        notices: writeNotices,
        posts: writePosts,
        runs: writeRuns,
        // Last: it holds what those who feed the same streams wait for.
        events: async (client, due) => {
          const stored = await writeEvents(client, due, { projectOf, say })
          fed = stored.fed
          settling.push(() => tellOf(stored.made))
        },
      })
      const settle = () => {
        for (const one of settling) one()
      }
      return { fed, settle }
    },
  }
}
