import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { PATH_HEADER, personOf } from '#app/_server/credentials.ts'
import { sessionCookieName } from '#app/_server/session-cookie.ts'
import type { Person } from '#lib/access/person.ts'
import { may, type Right } from '#lib/access/rights.ts'

/** Who asks for this page or action, or null. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const [sent, jar] = await Promise.all([headers(), cookies()])
  return personOf(sent, jar.get(sessionCookieName())?.value)
})

/**
 * Who asks for this page. Whoever is not signed in is sent to the sign-in page and comes back after;
 * whoever lacks the right gets the page that says so.
 */
export async function requirePerson(right?: Right): Promise<Person> {
  const person = await currentPerson()
  if (person && (!right || may(person, right))) return person
  if (person) forbidden()

  const to = (await headers()).get(PATH_HEADER) ?? '/'
  redirect(`/sign-in?to=${encodeURIComponent(to)}`)
}
