import { type FieldErrors, UserError } from '#lib/failures.ts'
import { type Item, itemsOf } from '#lib/intake/http/items.ts'
import { refusalOf, refusalReply } from '#lib/intake/http/refusal.ts'
import type { Call, Reply } from '#lib/intake/http/route.ts'

const KEY_LIMIT = 200
/** Whatever a person's or a program's HTTP client says of JSON by itself; `curl -d` says that it is a form. */
const TYPES =
  /^(?:application\/(?:[\w.-]+\+)?(?:json|ndjson|jsonl|x-ndjson|json-lines|x-jsonlines|octet-stream|x-www-form-urlencoded)|text\/\S+)$/

/** What became of an item, as its sender is told. */
export interface Answered {
  status: string
  error?: string
  fields?: FieldErrors
}

/** An item that was read, or what is wrong with it. */
export type Read<T> = { read: T } | { error: string; fields?: FieldErrors }

export interface Bulk<T> {
  /** one of them: `error` */
  what: string
  /** Takes a body of another type than JSON apart; undefined for a type that is not known. */
  itemsOf?(type: string, body: Buffer): Item[] | undefined
  read(value: unknown): Read<T>
  /** Takes in those that could be read, and tells what became of each. */
  accept(items: T[], key: string | undefined): Promise<Answered[]>
  /** Counts those that could not. */
  dropInvalid(count: number): void
}

/** Takes in a body of one item or many: one that is wrong costs no other, and each has its own answer. */
export async function takeBulk<T>({ headers, body }: Call, bulk: Bulk<T>): Promise<Reply> {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  const key = keyOf(headers['idempotency-key'])
  const given = bulk.itemsOf?.(type, body) ?? jsonItems(type, body)
  const items = given.map(item => readItem(item, bulk))
  const good = items.flatMap(item => ('read' in item ? [item.read] : []))
  const invalid = items.length - good.length
  if (invalid > 0) bulk.dropInvalid(invalid)

  const taken = (good.length > 0 ? await bulk.accept(good, key) : []).values()
  const answers = items.map(
    (item): Answered =>
      'read' in item
        ? (taken.next().value ?? { status: 'accepted' })
        : { status: 'invalid', ...item },
  )
  if (answers.length > 0 && answers.every(({ status }) => status === 'invalid'))
    return allInvalid(answers, bulk.what)
  const accepted = answers.filter(({ status }) => status === 'accepted').length
  return { status: 200, body: { accepted, items: answers } }
}

function jsonItems(type: string, body: Buffer): Item[] {
  if (type && !TYPES.test(type))
    throw new UserError('The body is to be JSON.', { code: 'unsupported_type' })
  return itemsOf(body)
}

const readItem = <T>(item: Item, { read }: Bulk<T>): Read<T> =>
  'error' in item ? item : read(item.value)

/** The one item is told as any mistake is; of several each one by itself, beside that. */
function allInvalid(items: Answered[], what: string): Reply {
  const [first] = items
  const message =
    items.length === 1
      ? `The ${what} is not valid: ${first?.error}.`
      : `None of the ${what}s is valid.`
  const fields = items.length === 1 ? first?.fields : undefined
  const refusal = refusalOf(new UserError(message, fields ? { fields } : {}))
  return refusalReply(refusal, { accepted: 0, items })
}

function keyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  const key = String(header).trim()
  if (key === '' || key.length > KEY_LIMIT)
    throw new UserError(`The Idempotency-Key is to be of 1 to ${KEY_LIMIT} characters.`)
  return key
}
