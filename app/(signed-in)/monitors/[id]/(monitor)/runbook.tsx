import { Markdown } from '#app/_ui/markdown.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { addressIn } from '#app/(signed-in)/monitors/[id]/(monitor)/facts.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/monitor.module.css'
import type { Monitor } from '#lib/monitors/data.ts'

/** What to do when it fires; open while it does. */
export function Runbook({ monitor: { runbook, state } }: { monitor: Monitor }) {
  if (!runbook.trim() || addressIn(runbook)) return null
  return (
    <Panel>
      <details open={state === 'ALARM' || state === 'ERROR'} className={css.runbook}>
        <summary>Runbook</summary>
        <div id="runbook">
          <Markdown>{runbook}</Markdown>
        </div>
      </details>
    </Panel>
  )
}
