'use client'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { Template } from '#app/(signed-in)/monitors/_editor/templates.ts'

interface Props {
  templates: Template[]
  start(template: Template): void
}

/** Scripts to begin with, one for each kind of source that is configured. */
export function StartFrom({ templates, start }: Props) {
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <Button w="fit-content" rightSection={<IconChevronDown size={14} />}>
          Start from an example
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.map(template => (
          <Menu.Item key={template.title} onClick={() => start(template)}>
            {template.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
