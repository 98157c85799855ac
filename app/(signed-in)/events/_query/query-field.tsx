'use client'

import { Combobox, useCombobox } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { Marked, scrollTogether } from '#app/(signed-in)/events/_query/marked.tsx'
import { mistakeIn } from '#app/(signed-in)/events/_query/mistake-in.ts'
import css from '#app/(signed-in)/events/_query/query-field.module.css'
import { completed } from '#app/(signed-in)/events/_query/suggestions.ts'
import { useSuggestions } from '#app/(signed-in)/events/_query/use-suggestions.ts'

interface Props {
  q: string
  /** of which events it may be: `project`, `from` and `to` as the API takes them */
  among: Record<string, string>
  submit: (query: string) => void
}

/**
 * A query of events: completed while one types, a mistake marked at its place. Enter asks, the arrows and Tab take what is
 * suggested, Escape leaves, `/` goes there.
 */
export function QueryField({ q, among, submit }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [{ query, caret }, setTyped] = useState({ query: q, caret: q.length })
  const [wantedCaret, setWantedCaret] = useState<number | null>(null)
  const list = useCombobox()
  const suggestions = useSuggestions(query, caret, { also: among, isWanted: list.dropdownOpened })
  const mistake = useMemo(() => mistakeIn(query), [query])
  useHotkeys([['/', () => input.current?.focus()]])

  // The address changed by another way than typing here.
  useEffect(() => setTyped({ query: q, caret: q.length }), [q])
  useLayoutEffect(() => {
    if (wantedCaret === null) return
    input.current?.setSelectionRange(wantedCaret, wantedCaret)
    setWantedCaret(null)
  }, [wantedCaret])

  const follow = ({ value, selectionEnd }: HTMLInputElement) =>
    setTyped({ query: value, caret: selectionEnd ?? value.length })
  const take = (suggestion: string) => {
    const next = completed(query, caret, suggestion)
    setTyped(next)
    setWantedCaret(next.caret)
    list.resetSelectedOption()
  }
  const ask = (text: string) => {
    list.closeDropdown()
    setTyped({ query: text, caret: text.length })
    submit(text.trim())
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const first = suggestions[0]
    if (event.key === 'Tab' && !event.shiftKey && list.dropdownOpened && first) {
      event.preventDefault()
      take(suggestions[Math.max(0, list.getSelectedOptionIndex())]?.text ?? first.text)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (!list.dropdownOpened) event.currentTarget.blur()
    }
  }

  return (
    <search className={css.search}>
      <form
        onSubmit={event => {
          event.preventDefault()
          ask(query)
        }}
      >
        <Combobox store={list} onOptionSubmit={take} position="bottom-start" width={360} offset={4}>
          <Combobox.DropdownTarget>
            <div className={css.field} data-wrong={mistake ? '' : undefined}>
              <IconSearch size={14} stroke={1.8} aria-hidden className={css.icon} />
              <div className={css.typed}>
                <Marked query={query} mistake={mistake} />
                <Combobox.EventsTarget>
                  <input
                    ref={input}
                    className={css.input}
                    aria-label="Query"
                    aria-invalid={mistake !== null}
                    aria-describedby="query-problem"
                    placeholder="type:request* response.status >= 500 user = ann timeout"
                    autoComplete="off"
                    autoCapitalize="off"
                    spellCheck={false}
                    value={query}
                    onChange={({ currentTarget }) => {
                      follow(currentTarget)
                      list.openDropdown()
                      list.resetSelectedOption()
                    }}
                    onSelect={({ currentTarget }) => follow(currentTarget)}
                    onFocus={() => list.openDropdown()}
                    onClick={() => list.openDropdown()}
                    onBlur={() => list.closeDropdown()}
                    onKeyDown={onKeyDown}
                    onScroll={scrollTogether}
                  />
                </Combobox.EventsTarget>
              </div>
              {query !== '' && (
                <button
                  type="button"
                  className={css.clear}
                  aria-label="Clear the query"
                  onClick={() => ask('')}
                >
                  <IconX size={14} stroke={1.8} aria-hidden />
                </button>
              )}
              <KeyHint>/</KeyHint>
            </div>
          </Combobox.DropdownTarget>
          <Combobox.Dropdown hidden={suggestions.length === 0}>
            <Combobox.Options className={css.options} aria-label="Suggestions">
              {suggestions.map(({ text, about }) => (
                <Combobox.Option key={text} value={text} className={css.option}>
                  <span className={css.suggestion}>{text}</span>
                  <span className="dim">{about}</span>
                </Combobox.Option>
              ))}
            </Combobox.Options>
          </Combobox.Dropdown>
        </Combobox>
        <p id="query-problem" className={css.problem} aria-live="polite">
          {mistake && q === query ? `At ${mistake.from + 1}: ${mistake.problem}.` : ''}
        </p>
      </form>
    </search>
  )
}
