import { IconArrowUpRight } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { requireReach } from '#app/_server/reach.ts'
import { GroupTags } from '#app/_ui/group-tags.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { TimeLeft } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/monitor.module.css'
import { listAlerts } from '#lib/alerting/data.ts'
import type { Monitor } from '#lib/monitors/data.ts'
import { scheduleInWords } from '#lib/monitors/schedule-words.ts'

/** What the monitor is: its tags, when it runs, what it asks and whom it tells. */
export async function Facts({ monitor }: { monitor: Monitor }) {
  const { tags, groups, schedule, timezone, active, nextRunAt, sources, alerts, declared } = monitor
  const told = alerts ?? (await enabledAlerts())
  return (
    <div className={css.facts}>
      {(tags.length > 0 || groups.length > 0 || declared) && (
        <span className={css.tags}>
          {tags.map(tag => (
            <Link key={tag} href={`/monitors?tag=${encodeURIComponent(tag)}`}>
              <Tag>{tag}</Tag>
            </Link>
          ))}
          {declared && <Tag>belfry.yaml</Tag>}
          <GroupTags groups={groups} />
        </span>
      )}
      <span title={`${schedule} (${timezone})`}>{scheduleInWords(schedule, timezone)}</span>
      <span>
        {active && nextRunAt ? (
          <>
            Next run <TimeLeft at={nextRunAt} />
          </>
        ) : (
          'Does not run by itself'
        )}
      </span>
      <span>Sources {sources ? <Keys keys={sources} base="/sources" none="none" /> : 'all'}</span>
      <span>
        Tells <Keys keys={told} base="/alerts" none="nobody" />
      </span>
      <RunbookLink runbook={monitor.runbook} />
    </div>
  )
}

async function enabledAlerts(): Promise<string[]> {
  const { items } = await listAlerts(await requireReach('alerts:read'), { limit: 200 })
  return items.filter(alert => alert.enabled).map(alert => alert.key)
}

function Keys({ keys, base, none }: { keys: string[]; base: string; none: string }): ReactNode {
  if (keys.length === 0) return none
  return keys.map((key, i) => (
    <span key={key} className="mono">
      {i > 0 && ', '}
      <Link href={`${base}/${key}`}>{key}</Link>
    </span>
  ))
}

function RunbookLink({ runbook }: { runbook: string }) {
  if (!runbook.trim()) return null
  const address = addressIn(runbook)
  return (
    <a href={address ?? '#runbook'} target={address ? '_blank' : undefined} rel="noreferrer">
      Runbook {address && <IconArrowUpRight size={14} stroke={1.8} aria-hidden />}
    </a>
  )
}

/** A runbook that is nothing but an address is kept elsewhere. */
export function addressIn(runbook: string): string | null {
  const text = runbook.trim()
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? text : null
}
