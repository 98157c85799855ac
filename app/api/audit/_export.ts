import { stillMay } from '#app/_server/still-may.ts'
import { streamOf } from '#app/_server/stream.ts'
import type { Actor } from '#lib/access/person.ts'
import type { AuditEntry } from '#lib/audit/data.ts'
import { listChanges } from '#lib/audit/data.ts'
import { noteExport } from '#lib/audit/export/mutations.ts'
import type { AuditFilter } from '#lib/audit/filter.ts'
import { UserError } from '#lib/failures.ts'

/** Read and sent a few at a time: a year may be longer than memory. */
const BATCH = 1_000

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' }

interface Form {
  format: keyof typeof TYPES
  head: string
  lines(entries: AuditEntry[]): string
}

/** A file with all entries that fit. That it was taken stands in the trail, too. */
export async function exportAnswer(
  form: Form,
  filter: AuditFilter,
  actor: Actor,
  request: Request,
): Promise<Response> {
  await noteExport(form.format, filter, actor)
  const mayGoOn = stillMay(request, 'audit:read')
  return new Response(
    streamOf(() => pieces(form, filter, mayGoOn)),
    {
      headers: {
        'content-type': TYPES[form.format],
        'content-disposition': `attachment; filename="belfry-audit.${form.format}"`,
        'cache-control': 'no-store',
      },
    },
  )
}

async function* pieces(
  { head, lines }: Form,
  filter: AuditFilter,
  mayGoOn: () => Promise<boolean>,
): AsyncGenerator<string> {
  if (head) yield head
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listChanges({ ...filter, limit: BATCH, cursor })
    if (items.length > 0) yield lines(items)
    if (next === null) return
    // Cut off, so that nobody takes it for the whole.
    if (!(await mayGoOn())) throw new UserError('You may not read this any longer.')
    cursor = next
  }
}
