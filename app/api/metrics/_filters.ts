import { z } from 'zod'
import { UserError } from '#lib/failures.ts'

const given = z.record(z.string().min(1).max(250), z.string().max(250))

interface Query {
  filter_name?: string | undefined
  filter_value?: string | undefined
  filters?: string | undefined
}

/** The filters of a query, by name: one in two words, or several in JSON. Throws a UserError. */
export function filtersOf({ filter_name, filter_value, filters }: Query): Record<string, string> {
  if ((filter_name === undefined) !== (filter_value === undefined))
    throw wrong(filter_name === undefined ? 'filter_name' : 'filter_value', 'goes with the other')
  const one = filter_name === undefined ? {} : { [filter_name]: filter_value ?? '' }
  if (filters === undefined) return one
  const read = given.safeParse(parsed(filters))
  if (!read.success) throw wrong('filters', 'must be a JSON object of texts')
  return { ...one, ...read.data }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const wrong = (field: string, text: string) =>
  new UserError('The query is not valid.', { fields: { [field]: text } })
