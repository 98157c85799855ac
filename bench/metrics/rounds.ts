import type { Pool } from 'pg'
import { type Belfry, checkSums } from '#bench/metrics/belfry.ts'
import { FILTERS, type Form, greeting, type Load, makeLoad } from '#bench/metrics/load.ts'
import type { Statsd } from '#bench/metrics/statsd.ts'
import { sendOverTcp } from '#bench/metrics/tcp.ts'
import { runRounds } from '#bench/parts/rounds.ts'

export interface Means {
  belfry: Belfry
  statsd: Statsd
  pool: Pool
  folder: string
}

/** Updates a second. */
export interface Round {
  belfry: number
  /** 0 where statsd does not speak it */
  statsd: number
}

/**
 * Rounds of one form over TCP. In each both get the same bytes from the same program, in turn one or the other first.
 * Throws when the database does not hold all that was sent.
 */
export async function runForm(
  means: Means,
  form: Form,
  { updates, rounds }: { updates: number; rounds: number },
): Promise<Round[]> {
  let sum = 0
  const done = await runRounds(form, rounds, async i => {
    const load = makeLoad(form, updates, i)
    const round: Round = { belfry: 0, statsd: 0 }
    const takers = [
      async () => Object.assign(round, { belfry: await toBelfry(means, form, load) }),
      async () => Object.assign(round, { statsd: await toStatsd(means, form, load) }),
    ]
    for (const take of i % 2 === 0 ? takers : takers.reverse()) await take()
    sum += load.sum
    return round
  })
  await checkSums(means.pool, form, { sum, filters: form === 'plain' ? 0 : FILTERS.length })
  return done
}

/** Until everything is committed. */
async function toBelfry({ belfry, folder }: Means, form: Form, { updates }: Load): Promise<number> {
  const isGottwall = form === 'gottwall'
  const port = belfry.intake.portOf(isGottwall ? 'BELFRY_INTAKE_TCP' : 'BELFRY_INTAKE_STATSD')
  const text = (isGottwall ? greeting(belfry.key) : '') + updates.join('')
  const before = await belfry.counted()
  const seconds = await sendOverTcp(text, port, folder, () =>
    belfry.until(({ accepted }) => accepted >= before.accepted + updates.length),
  )
  const { dropped } = await belfry.counted()
  if (dropped > before.dropped) throw new Error(`${dropped - before.dropped} were dropped`)
  return updates.length / seconds
}

/** Until everything is counted in memory. */
async function toStatsd({ statsd, folder }: Means, form: Form, load: Load): Promise<number> {
  if (form === 'gottwall') return 0
  const { bytes } = await statsd.come()
  const seconds = await sendOverTcp(load.updates.join(''), statsd.port, folder, () =>
    statsd.until(come => come.bytes >= bytes + load.bytes),
  )
  return load.updates.length / seconds
}
