import { Button, Code, Stack, Text } from '@mantine/core'
import { IconBrandGoogle, IconLogin2 } from '@tabler/icons-react'
import type { Provider } from '#lib/sign-in-settings.ts'

type Shown = Pick<Provider, 'id' | 'label'>

/** A button for each provider; the one-time link is there for when they are not. */
export function Providers({ providers, to }: { providers: Shown[]; to: string }) {
  return (
    <>
      <Stack mt="lg" mb="lg" gap="xs">
        {providers.map(provider => (
          <form key={provider.id} action={`/api/auth/signin/${provider.id}`} method="post">
            <input type="hidden" name="to" value={to} />
            <Button
              type="submit"
              variant="filled"
              size="sm"
              fullWidth
              leftSection={<Sign id={provider.id} />}
            >
              Sign in with {provider.label}
            </Button>
          </form>
        ))}
      </Stack>
      <Text size="xs" c="var(--dim)">
        Does that not work? Whoever runs Belfry can make a one-time link in its folder:{' '}
        <Code>npx belfry login-link</Code>
      </Text>
    </>
  )
}

/** What there is when no provider is configured. */
export function LinkOnly() {
  return (
    <>
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

function Sign({ id }: Pick<Provider, 'id'>) {
  const Icon = id === 'google' ? IconBrandGoogle : IconLogin2
  return <Icon size={16} stroke={1.8} aria-hidden />
}
