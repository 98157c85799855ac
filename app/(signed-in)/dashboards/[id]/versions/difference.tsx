import { CompareWith } from '#app/_ui/compare-with.tsx'
import { DiffViewer } from '#app/_ui/editor/diff-viewer.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RestoreVersion } from '#app/_ui/restore-version.tsx'
import css from '#app/(signed-in)/dashboards/[id]/versions/versions.module.css'
import { restore } from '#app/(signed-in)/dashboards/actions.ts'
import type { Dashboard } from '#lib/dashboards/data.ts'
import type { DashboardVersion } from '#lib/dashboards/schema.ts'
import { yamlOf } from '#lib/dashboards/yaml.ts'

interface Props {
  dashboard: Dashboard
  version: DashboardVersion
  /** what it is compared with; null: there was nothing */
  base: DashboardVersion | null
}

/** What a version changed, as the YAML of both. */
export function Difference({ dashboard, version, base }: Props) {
  const { id, name, declared, version: newest } = dashboard
  const [before, after] = [base ? textOf(base) : '', textOf(version)]
  const isOld = version.version !== newest
  return (
    <Panel
      flush
      className={css.difference}
      title={`Version ${version.version}`}
      actions={
        <>
          <CompareWith newest={newest} version={version.version} base={base?.version} />
          {isOld && !declared && (
            <IfMay right="dashboards:write">
              <RestoreVersion
                {...{ id, name, version: version.version, restore }}
                note=". Who may see it stays as it is."
                href={`/dashboards/${id}`}
              />
            </IfMay>
          )}
        </>
      }
    >
      {before === after ? (
        <EmptyState title={`Version ${base?.version} is the same`}>
          Both show the same panels in the same places.
        </EmptyState>
      ) : (
        <DiffViewer before={before} after={after} />
      )}
    </Panel>
  )
}

const textOf = (version: DashboardVersion) => yamlOf([{ ...version, groups: [] }])
