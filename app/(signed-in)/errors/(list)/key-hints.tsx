'use client'

import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'
import css from '#app/(signed-in)/errors/(list)/key-hints.module.css'

const READING = [
  ['J', 'K', 'down and up'],
  ['Enter', 'open'],
  ['/', 'search'],
]
const OPERATING = [
  ['X', 'select'],
  ['E', 'resolve'],
  ['O', 'reopen'],
  ['M', 'mute'],
  ['G', 'merge'],
]

/** What the keys do, for those who have some. */
export function KeyHints() {
  const shown = useMay()('errors:write') ? [...READING, ...OPERATING] : READING
  return (
    <p className={css.hints}>
      {shown.map(keys => (
        <span key={keys[0]}>
          {keys.slice(0, -1).map(key => (
            <KeyHint key={key}>{key}</KeyHint>
          ))}
          {keys.at(-1)}
        </span>
      ))}
    </p>
  )
}
