'use client'

import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { IconLogout } from '@tabler/icons-react'
import css from '#app/_ui/person-menu.module.css'
import type { Role } from '#lib/access/rights.ts'

export interface SignedIn {
  name: string
  /** undefined: by the one-time link */
  email: string | undefined
  role: Role
}

/** Who is signed in and as what, the colour scheme, and the way out. */
export function PersonMenu({ person: { name, email, role } }: { person: SignedIn }) {
  return (
    <Menu position="top-start" width={188} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={css.person} aria-label={`Signed in as ${name}`}>
          <span className={css.initials} aria-hidden>
            {initials(name)}
          </span>
          <span className="cut">{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={css.who}>
          <div className={css.name}>{name}</div>
          {email !== name && <div>{email ?? 'by a one-time link'}</div>}
          <div className={css.role}>{role}</div>
        </div>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <ColorScheme />
        <Menu.Divider />
        <form action="/sign-out" method="post">
          <Menu.Item type="submit" leftSection={<IconLogout size={16} stroke={1.8} />}>
            Sign out
          </Menu.Item>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}

function ColorScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const mounted = useMounted()
  return (
    <SegmentedControl
      fullWidth
      aria-label="Colours"
      value={mounted ? colorScheme : 'auto'}
      onChange={value => setColorScheme(value as 'auto' | 'light' | 'dark')}
      data={[
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
        { value: 'auto', label: 'Auto' },
      ]}
    />
  )
}

function initials(person: string): string {
  const [first = '', second = ''] = person.split(/[\s.@_-]+/)
  return (first.slice(0, second ? 1 : 2) + second.slice(0, 1)).toUpperCase()
}
