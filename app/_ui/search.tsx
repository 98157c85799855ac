'use client'

import { TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type KeyboardEvent, startTransition, useEffect, useRef, useState } from 'react'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { withQuery } from '#app/_ui/query.ts'
import css from '#app/_ui/search.module.css'

const TYPING_PAUSE_MS = 200

interface Props {
  q: string
  /** what is looked in: `Search name, tag, script` */
  label: string
}

/** Searches while one types; `/` goes there, Escape leaves. */
export function Search({ q, label }: Props) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(q)
  useHotkeys([['/', () => input.current?.focus()]])

  // The address changed by another way than typing here.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(q)
  }, [q])

  const search = useDebouncedCallback(
    (words: string) =>
      startTransition(() =>
        router.replace(withQuery(path, query, { q: words.trim(), page: undefined })),
      ),
    TYPING_PAUSE_MS,
  )

  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      className={css.search}
      size="xs"
      value={text}
      onChange={event => {
        setText(event.currentTarget.value)
        search(event.currentTarget.value)
      }}
      onKeyDown={leaveOnEscape}
      leftSection={<IconSearch size={14} stroke={1.8} aria-hidden />}
      rightSection={<KeyHint>/</KeyHint>}
    />
  )
}

/** The browser would empty the field. */
function leaveOnEscape(event: KeyboardEvent<HTMLInputElement>) {
  if (event.key !== 'Escape') return
  event.preventDefault()
  event.currentTarget.blur()
}
