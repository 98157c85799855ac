'use client'

import { Button, Group, Popover, Stack, TextInput } from '@mantine/core'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type FormEvent, startTransition, useState } from 'react'
import { withQuery } from '#app/_ui/query.ts'
import { useZone } from '#app/_ui/time-context.tsx'
import { afterDay, beginningOf, dayOf } from '#app/(signed-in)/settings/audit/days.ts'

interface Props {
  /** ISO */
  from: string | null
  /** ISO, not included */
  until: string | null
}

/** From one day to another, both included, as they are where one sits. */
export function DaysChoice({ from, until }: Props) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const zone = useZone()
  const [opened, setOpened] = useState(false)
  const first = from ? dayOf(from, zone) : ''
  const last = until ? dayOf(new Date(Date.parse(until) - 1).toISOString(), zone) : ''

  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const changes = {
      from: beginningOf(String(form.get('from'))),
      until: afterDay(String(form.get('until'))),
    }
    setOpened(false)
    startTransition(() =>
      router.push(withQuery(path, query, { ...changes, range: undefined, page: undefined })),
    )
  }

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          h={30}
          fw={400}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {first || last ? `${first || '…'} – ${last || '…'}` : 'Days …'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={show}>
          <Stack gap="sm">
            <Group gap="sm">
              <TextInput size="xs" type="date" name="from" label="From" defaultValue={first} />
              <TextInput size="xs" type="date" name="until" label="To" defaultValue={last} />
            </Group>
            <Button type="submit" variant="filled">
              Show
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
