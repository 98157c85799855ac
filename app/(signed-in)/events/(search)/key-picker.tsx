'use client'

import { Select } from '@mantine/core'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition, useEffect, useState } from 'react'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { notifyFailure } from '#app/_ui/use-action.ts'

interface Props {
  label: string
  placeholder: string
  value: string | null
  /** of which events: as the API takes it */
  among: Record<string, string>
  /** what changes in the address */
  changes: { name: string; also?: readonly string[] }
  /** keys that are no choice */
  without?: readonly string[]
}

interface Found {
  text: string
}

/** Chooses a trait out of those that the events of a time have. With `also` it is put to them, else it takes the place. */
export function KeyPicker({ label, placeholder, value, among, changes, without = [] }: Props) {
  const router = useRouter()
  const path = usePathname()
  const query: Query = Object.fromEntries(useSearchParams())
  const { found, load } = useKeys(among)
  const keys = found.map(({ text }) => text).filter(key => !without.includes(key))
  const choose = (key: string | null) => {
    const next = changes.also && key ? [...changes.also, key].join(',') : (key ?? undefined)
    startTransition(() =>
      router.push(withQuery(path, query, { [changes.name]: next, cursor: undefined }), {
        scroll: false,
      }),
    )
  }

  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      size="xs"
      w={168}
      data={value !== null && !keys.includes(value) ? [value, ...keys] : keys}
      value={value}
      onChange={choose}
      onDropdownOpen={load}
      searchable
      clearable={value !== null}
      limit={200}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      nothingFoundMessage="None of that name"
    />
  )
}

/** Asked for once somebody wants to choose. */
function useKeys(among: Record<string, string>) {
  const address = `/api/events/completions?${new URLSearchParams(among)}`
  const [found, setFound] = useState<Found[]>([])
  const [asked, setAsked] = useState('')
  useEffect(() => {
    if (asked === '') return
    const leaving = new AbortController()
    fetch(asked, { signal: leaving.signal })
      .then(async answer => {
        if (!answer.ok) throw new Error('The traits of the events could not be read.')
        setFound(((await answer.json()) as { items: Found[] }).items)
      })
      .catch((error: Error) => leaving.signal.aborted || notifyFailure(error.message))
    return () => leaving.abort()
  }, [asked])
  return { found, load: () => setAsked(address) }
}
