import { stillReaches } from '#app/_server/still-may.ts'
import { streamOf } from '#app/_server/stream.ts'
import type { Person } from '#lib/access/person.ts'
import { reachOf } from '#lib/access/reach.ts'
import { type Asked, questionOf } from '#lib/events/data.ts'
import type { Form } from '#lib/events/export/lines.ts'
import type { Question } from '#lib/events/question.ts'
import { searchEvents } from '#lib/events/search/data.ts'
import { UserError } from '#lib/failures.ts'

const BATCH = 1_000

interface File extends Form {
  name: string
  type: string
}

/** A file of all events that fit, those that ended last first; what comes while it is read is not in it. */
export async function exportAnswer(
  file: File,
  asked: Asked,
  { request, person }: { request: Request; person: Person },
): Promise<Response> {
  const question = await questionOf(reachOf(person), asked)
  const mayGoOn = stillReaches(request, 'events:read', person)
  return new Response(
    streamOf(() => pieces(file, question, mayGoOn)),
    {
      headers: {
        'content-type': `${file.type}; charset=utf-8`,
        'content-disposition': `attachment; filename="${file.name}"`,
        'cache-control': 'no-store',
      },
    },
  )
}

async function* pieces(
  { head, lines }: Form,
  question: Question,
  mayGoOn: () => Promise<boolean>,
): AsyncGenerator<string> {
  if (head) yield head
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await searchEvents(question, { limit: BATCH, cursor })
    if (items.length > 0) yield lines(items)
    if (next === null) return
    // Cut off, so that nobody takes it for the whole.
    if (!(await mayGoOn())) throw new UserError('You may not read this any longer.')
    cursor = next
  }
}
