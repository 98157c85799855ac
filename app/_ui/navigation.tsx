'use client'

import {
  IconActivity,
  IconAlertTriangle,
  IconBell,
  IconChartLine,
  IconDatabase,
  IconLayoutDashboard,
  IconListDetails,
  IconSend,
  IconSettings,
  IconStack2,
  type TablerIcon,
} from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import css from '#app/_ui/navigation.module.css'

interface Section {
  href: string
  label: string
  Icon: TablerIcon
}

const GROUPS: Section[][] = [
  [
    { href: '/dashboards', label: 'Dashboards', Icon: IconLayoutDashboard },
    { href: '/monitors', label: 'Monitors', Icon: IconActivity },
    { href: '/errors', label: 'Errors', Icon: IconAlertTriangle },
    { href: '/explore', label: 'Metrics', Icon: IconChartLine },
    { href: '/events', label: 'Events', Icon: IconListDetails },
    { href: '/streams', label: 'Streams', Icon: IconStack2 },
  ],
  [
    { href: '/alerts', label: 'Alerts', Icon: IconBell },
    { href: '/deliveries', label: 'Deliveries', Icon: IconSend },
    { href: '/sources', label: 'Sources', Icon: IconDatabase },
  ],
  [{ href: '/settings', label: 'Settings', Icon: IconSettings }],
]

export function Navigation({ bad }: { bad: number }) {
  const path = usePathname()

  return (
    <nav aria-label="Sections" className={css.nav}>
      {GROUPS.map(group => (
        <ul key={group[0]?.href} className={css.group}>
          {group.map(({ href, label, Icon }) => (
            <li key={href}>
              <Link
                href={href}
                className={css.item}
                aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
              >
                <Icon size={16} stroke={1.8} aria-hidden />
                {label}
                {href === '/monitors' && bad > 0 && <BadCount count={bad} />}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  )
}

const BadCount = ({ count }: { count: number }) => (
  <span className={css.count} title={`${count} in ALARM or ERROR`}>
    {count}
    <span className="hidden"> in ALARM or ERROR</span>
  </span>
)
