'use client'

import { Select } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useAction } from '#app/_ui/use-action.ts'
import { findPeople, putIn } from '#app/(signed-in)/settings/groups/actions.ts'

const TYPING_PAUSE_MS = 200

/** Finds somebody by name or address and puts them into the group. */
export function AddMember({ group }: { group: string }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const [words, setWords] = useState('')
  const [found, setFound] = useState<{ value: string; label: string }[]>([])

  const find = useDebouncedCallback(async (q: string) => {
    const answer = await findPeople({ q }).catch(() => null)
    if (answer?.ok) setFound(answer.data)
  }, TYPING_PAUSE_MS)
  const add = (id: string | null) =>
    id &&
    act(
      () => putIn({ name: group, id: Number(id) }),
      () => {
        setWords('')
        router.refresh()
      },
    )

  return (
    <Select
      aria-label="Add a member"
      placeholder="Add a member: name or address"
      size="xs"
      w={280}
      searchable
      data={found}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={words ? 'Nobody of that name' : 'Nobody is known here yet'}
      value={null}
      searchValue={words}
      onFocus={() => find(words)}
      onSearchChange={text => {
        setWords(text)
        find(text)
      }}
      onChange={add}
      disabled={isBusy}
    />
  )
}
