import type { Metadata } from 'next'
import { healthReport } from '#app/_server/health.ts'
import { requirePerson } from '#app/_server/person.ts'
import { ErrorState } from '#app/_ui/error-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { Refresh } from '#app/(signed-in)/settings/refresh.tsx'
import { SettingsSections } from '#app/(signed-in)/settings/sections.tsx'
import { BuiltIn } from '#app/(signed-in)/settings/system/built-in.tsx'
import { Charts } from '#app/(signed-in)/settings/system/charts.tsx'
import { Database } from '#app/(signed-in)/settings/system/database.tsx'
import { Heartbeat } from '#app/(signed-in)/settings/system/heartbeat.tsx'
import { Intake } from '#app/(signed-in)/settings/system/intake.tsx'
import { Now } from '#app/(signed-in)/settings/system/now.tsx'
import { Processes } from '#app/(signed-in)/settings/system/processes.tsx'
import { Queues } from '#app/(signed-in)/settings/system/queues.tsx'
import css from '#app/(signed-in)/settings/system/system.module.css'
import { Verdict } from '#app/(signed-in)/settings/verdict.tsx'
import { may } from '#lib/access/rights.ts'
import { readEnv } from '#lib/env.ts'
import { readHeartbeat } from '#lib/health/heartbeat/data.ts'
import { readVitalHistory } from '#lib/health/history/data.ts'
import { readLargestTables } from '#lib/health/report/data.ts'
import { missingBuiltIn } from '#lib/monitors/built-in/data.ts'

export const metadata: Metadata = { title: 'System' }

const HOURS = 24

/** How this installation does its work, now and over the last day. */
export default async function Page() {
  const isAdmin = may(await requirePerson('settings:read'), 'settings:write')
  const report = await healthReport()
  const { health, look } = report
  const [history, heartbeat, tables, missing] = health
    ? await Promise.all([
        readVitalHistory(HOURS),
        readHeartbeat(),
        readLargestTables(),
        missingBuiltIn(),
      ])
    : [null, null, [], []]

  return (
    <>
      <Refresh />
      <PageHeader title="System" beside={<SettingsSections current="/settings/system" />} />
      <Panel flush title={<Verdict report={report} />}>
        {look && health ? (
          <Now vitals={look.vitals} health={health} />
        ) : (
          <ErrorState title="The numbers cannot be read right now">
            What is wrong stands above; they come back with the database.
          </ErrorState>
        )}
      </Panel>
      {history && (
        <Panel title="The last day">
          <Charts history={history} />
        </Panel>
      )}
      {look && (
        <Panel flush title="Processes">
          <Processes processes={look.processes} isWhereTold={isAdmin} />
        </Panel>
      )}
      {health && (
        <Panel flush title="Queue">
          <Queues
            queues={health.queues}
            lagMs={health.lagMs}
            failing={look?.vitals.failing ?? []}
          />
        </Panel>
      )}
      {look && (
        <div className={css.pair}>
          <Panel flush title="What came in, in the last 5 minutes">
            <Intake counts={look.vitals.intake} />
          </Panel>
          <Panel flush title="Database">
            <Database storage={look.vitals.storage} tables={tables} />
          </Panel>
        </div>
      )}
      {missing.length > 0 && (
        <Panel title="Monitors that watch Belfry">
          <BuiltIn missing={missing} />
        </Panel>
      )}
      {health && (
        <Panel title="Heartbeat">
          <Heartbeat
            heartbeat={heartbeat}
            isFromEnvironment={readEnv().heartbeatUrl !== undefined}
          />
        </Panel>
      )}
    </>
  )
}
