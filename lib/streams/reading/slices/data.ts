import { newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'

/** As many marks as a line of time has room for. */
const SLICES = 240

/** How many events a stream had around a moment. */
export interface Slice {
  /** unix milliseconds */
  at: number
  count: number
}

/** When a stream that was found with a reach had its events, those close to each other counted together. */
export async function slicesOf({
  id,
  firstEvent,
  lastEvent,
}: {
  id: number
  firstEvent: string
  lastEvent: string
}): Promise<Slice[]> {
  const { values, add } = newParameters()
  const [first, last] = [add(firstEvent), add(lastEvent)].map(
    time => `extract(epoch from ${time}::timestamptz)::float8`,
  )
  return read<Slice>(
    `select avg(seconds) * 1000 as at, count(*)::int as count
     from (select extract(epoch from at)::float8 as seconds from stream_event where stream_id = ${add(id)}) e
     group by floor((seconds - ${first}) * ${SLICES} / greatest(${last} - ${first}, 1e-6)) order by 1`,
    values,
  )
}
