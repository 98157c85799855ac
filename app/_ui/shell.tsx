'use client'

import { AppShell, Burger } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { Brand } from '#app/_ui/brand.tsx'
import { Navigation } from '#app/_ui/navigation.tsx'
import { PersonMenu, type SignedIn } from '#app/_ui/person-menu.tsx'
import css from '#app/_ui/shell.module.css'

interface Props {
  person: SignedIn
  /** how many monitors are in ALARM or ERROR */
  bad: number
  children: ReactNode
}

/** The frame of all signed-in pages. On phones the navigation hides behind a burger. */
export function Shell({ person, bad, children }: Props) {
  const [opened, { toggle, close }] = useDisclosure()
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes whenever another page is shown
  useEffect(close, [path])

  return (
    <AppShell
      header={{ height: { base: 48, sm: 0 } }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      transitionDuration={0}
      classNames={{ main: css.main, navbar: css.navbar, header: css.header }}
    >
      <a href="#content" className={css.skip}>
        Skip to the content
      </a>
      <AppShell.Header hiddenFrom="sm">
        <Burger opened={opened} onClick={toggle} size="sm" aria-label="Navigation" />
        <Brand bad={bad} />
      </AppShell.Header>
      <AppShell.Navbar>
        <div className={css.top}>
          <Brand />
        </div>
        <Navigation bad={bad} />
        <PersonMenu person={person} />
      </AppShell.Navbar>
      <AppShell.Main id="content">{children}</AppShell.Main>
    </AppShell>
  )
}
