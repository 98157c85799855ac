import type { PoolClient } from 'pg'
import { jsonOf } from '#lib/errors/intake/json.ts'
import type { Sum } from '#lib/errors/intake/record.ts'
import { inOrder } from '#lib/errors/intake/tally.ts'

/** What is kept whole. */
export async function writeExamples(
  client: PoolClient,
  projectId: number,
  sums: readonly Sum[],
): Promise<void> {
  const rows = sums.flatMap(sum => inOrder(sum.tally).map(example => ({ ...example, sum })))
  if (rows.length === 0) return
  const column = <T>(of: (row: (typeof rows)[number]) => T) => rows.map(of)
  await client.query(INSERT_EXAMPLES, [
    projectId,
    column(({ sum }) => sum.signatureId),
    column(({ event }) => new Date(event.at)),
    column(({ input }) => input),
    column(({ event }) => event.level),
    column(({ event }) => event.host),
    column(({ event }) => event.program),
    column(({ event }) => event.message),
    column(({ event }) => event.release ?? null),
    column(({ event }) => event.environment ?? null),
    column(({ event }) => event.traceId ?? null),
    column(({ event }) => event.uid ?? null),
    column(({ verdict }) => verdict.by),
    column(({ verdict }) => verdict.ratio),
    column(({ verdict }) => verdict.matched.toWellFormed()),
    column(({ event: { details, exceptions, fingerprint } }) =>
      jsonOf({ ...details, exceptions, fingerprint }),
    ),
  ])
}

const INSERT_EXAMPLES = {
  name: 'intake: insert examples',
  text: `
  insert into error_event (project_id, signature_id, at, input, level, host, program, message, release,
    environment, trace_id, uid, classifier, ratio, matched, details)
  select $1, f.* from unnest($2::int[], $3::timestamptz[], $4::text[], $5::smallint[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::float8[], $15::text[], $16::jsonb[]) as f`,
}
