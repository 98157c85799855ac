'use client'

import { useMay } from '#app/_ui/may.tsx'
import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/settings/settings.module.css'
import type { Right } from '#lib/access/rights.ts'

const SECTIONS: { href: string; content: string; right: Right }[] = [
  { href: '/settings', content: 'Installation', right: 'settings:read' },
  { href: '/settings/system', content: 'System', right: 'settings:read' },
  { href: '/settings/projects', content: 'Projects', right: 'projects:read' },
  { href: '/settings/shared', content: 'Shared', right: 'charts:share' },
  { href: '/settings/people', content: 'People', right: 'people:read' },
  { href: '/settings/groups', content: 'Groups', right: 'people:read' },
  { href: '/settings/tokens', content: 'Tokens', right: 'tokens:read' },
  { href: '/settings/audit', content: 'Audit', right: 'audit:read' },
]

/** The parts of the settings that whoever looks at them may see. */
export function SettingsSections({ current }: { current: string }) {
  const may = useMay()
  const seen = SECTIONS.filter(({ right }) => may(right))
  return (
    <div className={css.sections}>
      <Segments
        label="Settings"
        segments={seen.map(({ href, content }) => ({ href, content, current: href === current }))}
      />
    </div>
  )
}
