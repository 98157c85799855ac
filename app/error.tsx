'use client'

import { ErrorState } from '#app/_ui/error-state.tsx'

/** Also where who is signed in cannot be found out, as when the database is away. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState title="Belfry cannot show its pages right now" reset={reset}>
      The server did not answer as it should: perhaps its database is away. Its log says why.
    </ErrorState>
  )
}
