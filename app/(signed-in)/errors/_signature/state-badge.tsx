import css from '#app/(signed-in)/errors/_signature/signature.module.css'
import type { SignatureState } from '#lib/errors/schema.ts'

/** An open one that was resolved before has come back. */
export type ShownState = SignatureState | 'regressed'

export const shownState = (state: SignatureState, regressedAt: Date | null): ShownState =>
  state === 'open' && regressedAt ? 'regressed' : state

/** A state is a colour, a shape and a word; the colour never stands alone. */
export function SignatureBadge({ state }: { state: ShownState }) {
  return (
    <span className={css.badge} data-state={state}>
      <SignatureShape state={state} />
      {state}
    </span>
  )
}

const SignatureShape = ({ state }: { state: ShownState }) => (
  <svg viewBox="0 0 10 10" width={10} height={10} className={css.shape} aria-hidden="true">
    <path d={SHAPES[state]} />
  </svg>
)

/** Outlines in a box of 10 × 10: a ring, a triangle, a tick, a bar. */
const SHAPES: Record<ShownState, string> = {
  open: 'M5 1.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z',
  regressed: 'M5 .8 9.6 9.2H.4z',
  resolved: 'M1.2 5.4 4 8.2 8.8 2',
  muted: 'M1 5h8',
}
