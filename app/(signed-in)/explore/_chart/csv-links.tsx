'use client'

import { Button, Menu } from '@mantine/core'

interface Props {
  links: { label: string; href: string }[]
}

/** The numbers as CSV; of several lines each in a file of its own. */
export function CsvLinks({ links }: Props) {
  const [first, ...others] = links
  if (!first) return null
  if (others.length === 0)
    return (
      <a href={first.href} download title="These numbers as a table">
        CSV
      </a>
    )
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-xs">CSV</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {links.map(({ label, href }) => (
          <Menu.Item key={href} component="a" href={href} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
