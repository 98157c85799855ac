'use client'

import { Button, NumberInput, Popover, Stack, TextInput } from '@mantine/core'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type FormEvent, startTransition, useState } from 'react'
import { withQuery } from '#app/_ui/query.ts'

interface Props {
  host: string
  /** hits in the time shown */
  least: number
}

/** What is asked for less often: one host, and how often it came at least. */
export function MoreFilters({ host, least }: Props) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const [opened, setOpened] = useState(false)
  const words = [host && `Host: ${host}`, least > 1 && `≥ ${least.toLocaleString('en')}`]

  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const wanted = Number(String(form.get('least')).replaceAll(',', ''))
    const changes = {
      host: String(form.get('host')).trim(),
      least: wanted > 1 ? String(wanted) : undefined,
    }
    setOpened(false)
    startTransition(() => router.push(withQuery(path, query, { ...changes, page: undefined })))
  }

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus width={240}>
      <Popover.Target>
        <Button
          size="compact-sm"
          h={30}
          fw={400}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {words.filter(Boolean).join(' · ') || 'More …'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={show}>
          <Stack gap="sm">
            <TextInput size="xs" name="host" label="Host" defaultValue={host} placeholder="any" />
            <NumberInput
              size="xs"
              name="least"
              label="Hits in this time, at least"
              defaultValue={least}
              min={1}
              max={1e12}
              allowDecimal={false}
              thousandSeparator=","
            />
            <Button type="submit" variant="filled">
              Show
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
