import { Button, Paper, Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { ownEnv } from '#app/_server/env.ts'
import { currentPerson } from '#app/_server/person.ts'
import { Brand } from '#app/_ui/brand.tsx'
import css from '#app/sign-in/page.module.css'
import { LinkOnly, Providers } from '#app/sign-in/ways.tsx'
import { isOpenedByPerson, safePath } from '#lib/access/addresses.ts'
import { isProblem, PROBLEMS } from '#lib/access/sign-in/problems.ts'

export const metadata: Metadata = { title: 'Sign in' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignIn({ searchParams }: Props) {
  const { link, to: asked, problem } = await searchParams
  const to = safePath(asked)
  if (!link && (await currentPerson())) redirect(to)
  if (typeof link === 'string' && isOpenedByPerson(await headers()))
    redirect(`/sign-in/session?${new URLSearchParams({ link, to })}`)

  return (
    <main className={css.page}>
      <Stack w="100%" maw={400}>
        <Brand />
        <Paper component="section" withBorder p="lg" bg="var(--surface)">
          <Title order={1}>Sign in to Belfry</Title>
          {isProblem(problem) && (
            <Text role="alert" mt="xs" c="var(--error-text)">
              {PROBLEMS[problem]}
            </Text>
          )}
          {typeof link === 'string' ? <Confirm link={link} to={to} /> : <Ways to={to} />}
        </Paper>
      </Stack>
    </main>
  )
}

/** Where it is not clear that a person opened the link, the button uses it up: mail scanners and previews open links too. */
function Confirm({ link, to }: { link: string; to: string }) {
  return (
    <form action="/sign-in/session" method="post">
      <input type="hidden" name="link" value={link} />
      <input type="hidden" name="to" value={to} />
      <Text mt="xs" mb="lg" c="var(--dim)">
        Your link works once. This browser then stays signed in for two weeks.
      </Text>
      <Button type="submit" variant="filled" size="sm" fullWidth autoFocus>
        Sign in
      </Button>
    </form>
  )
}

function Ways({ to }: { to: string }) {
  const providers = ownEnv().signIn.providers.map(({ id, label }) => ({ id, label }))
  return providers.length > 0 ? <Providers providers={providers} to={to} /> : <LinkOnly />
}
