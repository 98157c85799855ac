import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { PATH_HEADER, personOf, SESSION_COOKIE } from '#app/_server/credentials.ts'
import type { Person } from '#lib/access/person.ts'

/** Who asks for this page or action, or null. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const [sent, jar] = await Promise.all([headers(), cookies()])
  return personOf(sent, jar.get(SESSION_COOKIE)?.value)
})

/** Who asks for this page; whoever is not signed in is sent to the sign-in page and comes back after. */
export async function requirePerson(): Promise<Person> {
  const person = await currentPerson()
  if (person) return person

  const to = (await headers()).get(PATH_HEADER) ?? '/'
  redirect(`/sign-in?to=${encodeURIComponent(to)}`)
}
