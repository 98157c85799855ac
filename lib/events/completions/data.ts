import { facetsOf } from '#lib/events/facets/data.ts'
import { keysOf, namesOf } from '#lib/events/keys/data.ts'
import { stepsOf } from '#lib/events/query/key.ts'
import { OWN_KEYS } from '#lib/events/query/own-keys.ts'
import type { Value } from '#lib/events/query/query.ts'
import { valueText } from '#lib/events/query/write.ts'
import type { Question } from '#lib/events/question.ts'

export interface Completion {
  /** as it is written in a query */
  text: string
  /** what it is: `number`, `text`, or how many events have it */
  about: string
}

const MOST = 200
const VALUES_LOOKED_FOR = 200

/** What may be asked of the events of a time: their own keys first, then their traits. */
export async function keyCompletions(where: Question, letters: string): Promise<Completion[]> {
  const own = OWN_KEYS.map(text => ({ text, about: OWN[text] }))
  const traits = (await keysOf(where)).map(({ key, kinds }) => ({
    text: key,
    about: kinds.join(', '),
  }))
  return fitting([...own, ...traits], letters)
}

const OWN: Record<(typeof OWN_KEYS)[number], string> = {
  type: 'what kind of work',
  host: 'where it ran',
  duration: 'seconds, or 250ms',
  id: 'of its tree',
  uid: 'its own',
  pid: 'number',
}

/** What a key is, the most frequent first. */
export async function valueCompletions(
  where: Question,
  key: string,
  letters: string,
): Promise<Completion[]> {
  if (key === 'type' || key === 'host')
    return (await namesOf(where, key, letters)).map(name => ({ text: valueText(name), about: '' }))
  if (key === 'id' || key === 'uid' || key === 'duration' || !stepsOf(key)) return []
  const { facets } = await facetsOf(where, { keys: [key], most: VALUES_LOOKED_FOR })
  const values = (facets[0]?.values ?? []).flatMap(({ value, count }) =>
    isValue(value) ? [{ text: valueText(value), about: count.toLocaleString('en') }] : [],
  )
  return fitting(values, letters)
}

/** Those with these letters; those that begin with them first. */
function fitting(all: readonly Completion[], letters: string): Completion[] {
  const wanted = letters.toLowerCase()
  const place = ({ text }: Completion) => text.toLowerCase().replace(/^"/, '').indexOf(wanted)
  return all
    .filter(one => place(one) >= 0)
    .toSorted((a, b) => Math.sign(place(a)) - Math.sign(place(b)))
    .slice(0, MOST)
}

const isValue = (value: unknown): value is Value =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
