import css from '#app/_ui/level.module.css'
import { SHAPES } from '#app/_ui/state.tsx'
import type { LevelName } from '#lib/errors/event.ts'

/** How bad it is, for the eye; the word tells the rest. */
const GRADES: Record<LevelName, 'worst' | 'bad' | 'doubtful' | 'quiet'> = {
  emergency: 'worst',
  alert: 'worst',
  critical: 'worst',
  error: 'bad',
  warning: 'doubtful',
  notice: 'quiet',
  info: 'quiet',
  debug: 'quiet',
}

const OUTLINES = {
  worst: SHAPES.ALARM,
  bad: SHAPES.ERROR,
  doubtful: 'M1.5 1.5h7v7h-7z',
  quiet: SHAPES.INACTIVE,
}

/** A level is a colour, a shape and a word: ▲ critical and worse, ◆ error, ■ warning, ○ the others. */
export function LevelBadge({ level }: { level: LevelName }) {
  const grade = GRADES[level]
  return (
    <span className={css.level} data-grade={grade}>
      <svg viewBox="0 0 10 10" width={10} height={10} aria-hidden="true">
        <path d={OUTLINES[grade]} />
      </svg>
      {level}
    </span>
  )
}
