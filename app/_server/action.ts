import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { ownEnv } from '#app/_server/env.ts'
import { type Failure, failureOf } from '#app/_server/failure.ts'
import { currentPerson } from '#app/_server/person.ts'
import { isOurOrigin } from '#lib/access/addresses.ts'
import { type Person, requireRight } from '#lib/access/person.ts'
import type { Right } from '#lib/access/rights.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'

export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: Failure }

export type Action<I, T> = ((input: I) => Promise<ActionResult<T>>) & { right: Right }

/**
 * Makes a server action: only for someone with the right, on one of our pages, with input that fits the schema.
 * What goes wrong is a value with a text to show.
 */
export function action<S extends z.ZodType, T>(
  right: Right,
  schema: S,
  run: (input: z.output<S>, person: Person) => Promise<T>,
): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async input => {
    try {
      const person = await actingPerson()
      requireRight(person, right)
      return { ok: true, data: await run(parse(schema, input), person) }
    } catch (error) {
      unstable_rethrow(error)
      return { ok: false, error: failureOf(error) }
    }
  }
}

async function actingPerson(): Promise<Person> {
  if (!isOurOrigin(await headers(), ownEnv().url))
    throw new UserError('This came from another site.', { code: 'forbidden' })
  const person = await currentPerson()
  if (!person) throw new UserError('You are signed out. Sign in again.', { code: 'unauthorized' })
  return person
}
