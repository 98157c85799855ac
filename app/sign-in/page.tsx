import { Button, Code, Paper, Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { currentPerson } from '#app/_server/person.ts'
import { Brand } from '#app/_ui/brand.tsx'
import css from '#app/sign-in/page.module.css'
import { isOpenedByPerson, safePath } from '#lib/access/addresses.ts'

export const metadata: Metadata = { title: 'Sign in' }

const PROBLEMS: Record<string, string> = {
  link: 'This link was used already, or is older than 15 minutes. Make a new one.',
  attempts: 'Too many wrong links came from your address. Try again in a minute.',
  origin: 'The form came from another site. Open the link again.',
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignIn({ searchParams }: Props) {
  const { link, to, problem } = await searchParams
  if (!link && (await currentPerson())) redirect(safePath(to))
  if (typeof link === 'string' && isOpenedByPerson(await headers()))
    redirect(`/sign-in/session?${new URLSearchParams({ link, to: safePath(to) })}`)

  return (
    <main className={css.page}>
      <Stack w="100%" maw={400}>
        <Brand />
        <Paper component="section" withBorder p="lg" bg="var(--surface)">
          {typeof link === 'string' ? <Confirm link={link} to={safePath(to)} /> : <HowTo />}
          {typeof problem === 'string' && PROBLEMS[problem] && (
            <Text role="alert" mt="md" c="var(--error-text)">
              {PROBLEMS[problem]}
            </Text>
          )}
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
      <Title order={1}>Sign in to Belfry</Title>
      <Text mt="xs" mb="lg" c="var(--dim)">
        Your link works once. This browser then stays signed in for two weeks.
      </Text>
      <Button type="submit" variant="filled" size="sm" fullWidth autoFocus>
        Sign in
      </Button>
    </form>
  )
}

function HowTo() {
  return (
    <>
      <Title order={1}>Sign in to Belfry</Title>
      <Text mt="xs" mb="md" c="var(--dim)">
        You need a one-time link. Whoever runs Belfry gets one in its folder:
      </Text>
      <Code block>npx belfry login-link</Code>
      <Text mt="md" c="var(--dim)">
        The first one is printed when Belfry starts. A link works once, within 15 minutes.
      </Text>
    </>
  )
}
