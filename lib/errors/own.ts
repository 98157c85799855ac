import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { openClassification } from '#lib/errors/classify/open.ts'
import { ERROR_LEVEL } from '#lib/errors/event.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import { log } from '#lib/log.ts'
import { type ProjectRow, projectOf } from '#lib/projects/rows.ts'
import { BELFRY_PROJECT } from '#lib/projects/schema.ts'

/** What is held until the database was reached for the first time; more of it says nothing new. */
const WAITING_LIMIT = 1_000
const RETRY_MS = 1_000

/** Something that went wrong in Belfry itself. */
export interface OwnError {
  message: string
  /** the part of Belfry: `engine`, `monitor`, `alert` */
  program: string
  level?: number
  /** what makes it the same as another one, where the text does not */
  fingerprint?: string[]
  extra?: Record<string, unknown>
}

export interface OwnErrors {
  /** Counts it in the project `belfry`, soon and as well as it can be done. Never waits, never throws. */
  tell(error: OwnError): void
  /** Begins anew with the project as it stands now. */
  renew(): void
  close(): Promise<void>
}

type Counting = { offer(error: OwnError): void; close(): Promise<void> }

/** Nothing is opened before the first error is told. */
export function openOwnErrors(pool: Pool): OwnErrors {
  const waiting: OwnError[] = []
  const closing = new AbortController()
  let opening: Promise<Counting | undefined> | undefined
  let counting: Counting | undefined

  async function open(): Promise<Counting | undefined> {
    while (!closing.signal.aborted) {
      counting = await openCounting(pool).catch((error: unknown) => {
        log.warn({ err: error }, 'errors of Belfry itself wait for the database')
        return undefined
      })
      if (counting) break
      await delay(RETRY_MS, undefined, { signal: closing.signal }).catch(() => {})
    }
    for (const error of waiting.splice(0)) counting?.offer(error)
    return counting
  }

  return {
    tell(error) {
      if (counting) return counting.offer(error)
      if (waiting.length < WAITING_LIMIT) waiting.push(error)
      opening ??= open()
    },
    renew() {
      const before = counting
      if (!before) return
      counting = opening = undefined
      void before.close()
    },
    async close() {
      closing.abort()
      await (await opening)?.close()
    },
  }
}

async function openCounting(pool: Pool): Promise<Counting> {
  const { rows } = await pool.query<ProjectRow>(
    'select id, name, description, limits, protocols, settings, claims, groups from project where id = $1',
    [BELFRY_PROJECT],
  )
  const [row] = rows
  if (!row) throw new Error('the project of Belfry itself is missing')
  const project = projectOf(row)
  const intake = openErrorIntake({ pool, openClassification })
  const host = hostname()

  return {
    offer({ message, program, level = ERROR_LEVEL, fingerprint, extra }) {
      intake.offer(project, 'belfry', {
        ...{ at: Date.now(), message, level, host, program },
        ...(fingerprint && { fingerprint }),
        ...(extra && { details: { extra } }),
      })
    },
    close: () => intake.close(),
  }
}
