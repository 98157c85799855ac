import { newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'

/** A line of what pipelines said over a stream. */
export interface LogLine {
  id: number
  at: string
  pipeline: string
  attempt: number
  /** null: said of the stream itself */
  handler: string | null
  level: 'info' | 'warn' | 'error'
  message: string
}

/** Of one stream no more are shown; the newest. */
const MOST_LINES = 1_000

/** What pipelines said over a stream that was found with a reach, oldest first. */
export async function logOf({ id }: { id: number }): Promise<LogLine[]> {
  const { values, add } = newParameters()
  const rows = await read<LogLine>(
    `select id::float8 as id, ${AT} as at, pipeline, attempt, handler, level, message
     from stream_log where stream_id = ${add(id)} order by id desc limit ${MOST_LINES}`,
    values,
  )
  return rows.reverse()
}

const AT = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
