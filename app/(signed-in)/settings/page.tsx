import type { Metadata } from 'next'
import Link from 'next/link'
import { healthReport } from '#app/_server/health.ts'
import { requirePerson } from '#app/_server/person.ts'
import { formatBytes } from '#app/_ui/number.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { ApiAccess } from '#app/(signed-in)/settings/api-access.tsx'
import { AuditRetention } from '#app/(signed-in)/settings/audit-retention.tsx'
import { ConfigurationFile } from '#app/(signed-in)/settings/configuration-file.tsx'
import { ErrorRetention } from '#app/(signed-in)/settings/error-retention.tsx'
import { EventRetention } from '#app/(signed-in)/settings/event-retention.tsx'
import { Refresh } from '#app/(signed-in)/settings/refresh.tsx'
import { SettingsSections } from '#app/(signed-in)/settings/sections.tsx'
import css from '#app/(signed-in)/settings/settings.module.css'
import { StreamSettings } from '#app/(signed-in)/settings/stream-settings.tsx'
import { Verdict } from '#app/(signed-in)/settings/verdict.tsx'
import { may } from '#lib/access/rights.ts'
import { getAuditRetention } from '#lib/audit/retention/data.ts'
import { readEnv } from '#lib/env.ts'
import { getRetention } from '#lib/errors/retention/data.ts'
import { getEventRetention } from '#lib/events/retention/data.ts'
import { readInstallation } from '#lib/health/installation/data.ts'
import { getStreamSettings } from '#lib/streams/settings/data.ts'
import packageFile from '#package.json' with { type: 'json' }

export const metadata: Metadata = { title: 'Settings' }

/** How this installation is, and what was set for it outside of the pages. */
export default async function Page() {
  const isAdmin = may(await requirePerson('settings:read'), 'settings:write')
  const env = readEnv()
  const [
    report,
    { version, bytes, declared },
    retention,
    eventRetention,
    auditRetention,
    streamSettings,
  ] = await Promise.all([
    healthReport(),
    readInstallation(),
    getRetention(),
    getEventRetention(),
    getAuditRetention(),
    getStreamSettings(),
  ])

  return (
    <>
      <Refresh />
      <PageHeader
        title="Settings"
        beside={
          <>
            <SettingsSections current="/settings" /> Belfry {packageFile.version}
          </>
        }
      />
      <Panel title={<Verdict report={report} />}>
        Processes, queues, what waits and what was dropped, now and over the last day:{' '}
        <Link href="/settings/system">System</Link>
      </Panel>
      <Panel title="How long errors stay counted">
        <ErrorRetention retention={retention} />
      </Panel>
      <Panel title="How long events are kept">
        <EventRetention retention={eventRetention} />
      </Panel>
      <Panel title="How streams are run and kept">
        <StreamSettings settings={streamSettings} />
      </Panel>
      <Panel title="How long the audit trail is kept">
        <AuditRetention retention={auditRetention} />
      </Panel>
      {isAdmin && (
        <Panel title="Installation">
          <dl className={css.facts}>
            <dt>Address</dt>
            <dd className="mono">{env.url}</dd>
            <dt>Database</dt>
            <dd>
              PostgreSQL {version}, {formatBytes(bytes)}
            </dd>
            <dt>Configuration file</dt>
            <dd>
              <ConfigurationFile file={env.configFile} declared={declared} />
            </dd>
            <dt>API</dt>
            <dd>
              <ApiAccess url={env.url} hasToken={env.token !== undefined} />
            </dd>
          </dl>
        </Panel>
      )}
    </>
  )
}
