import { Fragment } from 'react'

/** So many characters of a row can be seen on most screens; a mark is shown with so many before it. */
const SEEN = 40
const BEFORE = 16

interface Props {
  text: string
  /** what is marked wherever it stands, in any case; may be '' */
  mark: string
  className?: string | undefined
}

/** Hundreds a second are drawn, hence plain elements only. */
export function MarkedText({ text, mark, className }: Props) {
  return (
    <span className={className} title={text}>
      {partsOf(text, mark).map(({ at, plain, marked }) => (
        <Fragment key={at}>
          {plain}
          {marked && <mark>{marked}</mark>}
        </Fragment>
      ))}
    </span>
  )
}

/** What stands before each place of the mark, and that place; at last what is left. */
export function partsOf(text: string, mark: string) {
  const parts: { at: number; plain: string; marked: string }[] = []
  const [lower, wanted] = [text.toLowerCase(), mark.toLowerCase()]
  let at = 0
  // Where another case has another length, places would be off.
  if (wanted && lower.length === text.length)
    for (let found = lower.indexOf(wanted); found >= 0; found = lower.indexOf(wanted, at)) {
      const end = found + wanted.length
      parts.push({ at, plain: text.slice(at, found), marked: text.slice(found, end) })
      at = end
    }
  return [...parts, { at, plain: text.slice(at), marked: '' }]
}

/** Beginning a little before its first place, where it would not be seen otherwise. */
export function aroundMark(text: string, mark: string): string {
  const found = mark ? text.toLowerCase().indexOf(mark.toLowerCase()) : -1
  return found > SEEN ? `…${text.slice(found - BEFORE)}` : text
}
