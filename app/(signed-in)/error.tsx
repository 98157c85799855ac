'use client'

import { ErrorState } from '#app/_ui/error-state.tsx'
import { Panel } from '#app/_ui/panel.tsx'

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <Panel>
      <ErrorState title="This page could not be loaded" reset={reset}>
        The server did not answer as it should; its log says why. Monitors run on and alerts are
        sent all the same: they do not need the pages.
      </ErrorState>
    </Panel>
  )
}
