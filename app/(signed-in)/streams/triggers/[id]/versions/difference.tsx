import { CompareWith } from '#app/_ui/compare-with.tsx'
import { DiffViewer } from '#app/_ui/editor/diff-viewer.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RestoreVersion } from '#app/_ui/restore-version.tsx'
import css from '#app/(signed-in)/streams/triggers/[id]/versions/versions.module.css'
import { restoreTrigger } from '#app/(signed-in)/streams/triggers/actions.ts'
import type { Trigger } from '#lib/streams/triggers/data.ts'
import type { TriggerVersion } from '#lib/streams/triggers/versions/data.ts'

interface Props {
  trigger: Trigger
  version: TriggerVersion
  /** what it is compared with; null: there was nothing */
  base: TriggerVersion | null
}

/** What a version changed, as the YAML of both. */
export function Difference({ trigger: { id, name, version: newest }, version, base }: Props) {
  return (
    <Panel
      flush
      className={css.difference}
      title={`Version ${version.version}`}
      actions={
        <>
          <CompareWith newest={newest} version={version.version} base={base?.version} />
          {version.version !== newest && (
            <IfMay right="streams:write">
              <RestoreVersion
                {...{ id, name, version: version.version, restore: restoreTrigger }}
                note=", and so do the streams that are open."
                href={`/streams/triggers/${id}`}
              />
            </IfMay>
          )}
        </>
      }
    >
      {base?.yaml === version.yaml ? (
        <EmptyState title={`Version ${base.version} is the same`}>
          Both are written in the same words.
        </EmptyState>
      ) : (
        <DiffViewer before={base?.yaml ?? ''} after={version.yaml} />
      )}
    </Panel>
  )
}
