import { KeyHint } from '#app/_ui/key-hint.tsx'
import css from '#app/(signed-in)/errors/(list)/key-hints.module.css'

const KEYS = [
  ['J', 'K', 'down and up'],
  ['Enter', 'open'],
  ['X', 'select'],
  ['E', 'resolve'],
  ['O', 'reopen'],
  ['M', 'mute'],
  ['G', 'merge'],
  ['/', 'search'],
]

/** What the keys do, for those who have some. */
export const KeyHints = () => (
  <p className={css.hints}>
    {KEYS.map(keys => (
      <span key={keys[0]}>
        {keys.slice(0, -1).map(key => (
          <KeyHint key={key}>{key}</KeyHint>
        ))}
        {keys.at(-1)}
      </span>
    ))}
  </p>
)
