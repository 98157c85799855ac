'use client'

import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowUpRight, IconDots, IconLayoutDashboard, IconShare } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useMay } from '#app/_ui/may.tsx'
import { titleOf } from '#app/_ui/panel-body/title.ts'
import { placeOf } from '#app/_ui/panel-menu/place.ts'
import { type Range, relative, zoomTo } from '#app/_ui/range/range.ts'
import type { Panel } from '#lib/charts/panel.ts'

// Loaded when they are opened: a page with charts has drawn them before.
const AddDialog = dynamic(() =>
  import('#app/_ui/add-to-dashboard/add-dialog.tsx').then(({ AddDialog }) => AddDialog),
)
const ShareDialog = dynamic(() =>
  import('#app/_ui/share/share-dialog.tsx').then(({ ShareDialog }) => ShareDialog),
)

interface Props {
  panel: Panel
  /** the time that it shows, where it stands on a dashboard: then it leads to what it is about */
  range?: Range
}

/** What can be done with a chart wherever it stands: it can be shared, and put on a dashboard. */
export function PanelMenu({ panel, range }: Props) {
  const may = useMay()
  const [isSharing, sharing] = useDisclosure()
  const [isAdding, adding] = useDisclosure()
  const [mayShare, mayAdd] = [may('charts:share'), may('dashboards:write')]
  const place = range ? placeOf(panel, timeOf(range)) : null
  if (!mayShare && !mayAdd && !place) return null
  const title = titleOf(panel)
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={24}
            aria-label={`More about ${title || 'this text'}`}
          >
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {place && (
            <Menu.Item
              component={Link}
              href={place.href}
              leftSection={<IconArrowUpRight size={16} stroke={1.8} />}
            >
              {place.label}
            </Menu.Item>
          )}
          {mayShare && (
            <Menu.Item leftSection={<IconShare size={16} stroke={1.8} />} onClick={sharing.open}>
              Share …
            </Menu.Item>
          )}
          {mayAdd && (
            <Menu.Item
              leftSection={<IconLayoutDashboard size={16} stroke={1.8} />}
              onClick={adding.open}
            >
              Add to dashboard …
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isSharing && (
        <ShareDialog
          panel={panel}
          name={title}
          range={range?.key ?? undefined}
          onClose={sharing.close}
        />
      )}
      {isAdding && <AddDialog panel={panel} onClose={adding.close} />}
    </>
  )
}

const timeOf = ({ key, from, to }: Range) =>
  key ? relative(key) : zoomTo(from.getTime(), to.getTime())
