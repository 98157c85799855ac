import css from '#app/(signed-in)/streams/_stream/state.module.css'
import type { StreamState } from '#lib/streams/states.ts'

/** A stream's state: a colour, a shape and a word; Winchester's word on hover. */
export const StreamStateBadge = ({ state }: { state: StreamState }) => (
  <span className={css.badge} data-look={LOOKS[state]} title={state}>
    <svg viewBox="0 0 10 10" width="10" height="10" className={css.shape} aria-hidden="true">
      <path d={SHAPES[LOOKS[state]]} />
    </svg>
    {STATE_WORDS[state]}
  </span>
)

const STATE_WORDS: Record<StreamState, string> = {
  active: 'Collecting',
  firing: 'Firing',
  expiring: 'Expiring',
  error: 'Failed to fire',
  expire_error: 'Failed to expire',
  completed: 'Completed',
  retry_fire: 'Fires again',
  retry_expire: 'Expires again',
}

type Look = 'failed' | 'again' | 'running' | 'active' | 'completed'

const LOOKS: Record<StreamState, Look> = {
  active: 'active',
  firing: 'running',
  expiring: 'running',
  error: 'failed',
  expire_error: 'failed',
  completed: 'completed',
  retry_fire: 'again',
  retry_expire: 'again',
}

/** Outlines in a box of 10 × 10. */
const SHAPES: Record<Look, string> = {
  failed: 'M5 0 10 5 5 10 0 5z',
  again: 'M5 0 10 5 5 10 0 5z',
  running: 'M1.5 .8 9.2 5 1.5 9.2z',
  active: 'M5 2a3 3 0 1 0 0 6a3 3 0 1 0 0-6z',
  completed: 'M5 1.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z',
}
