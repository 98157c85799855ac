import type { ReactNode } from 'react'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import type { StreamsList } from '#app/(signed-in)/streams/_tabs.tsx'

interface Props {
  noun: string
  href: StreamsList
  q: string | undefined
  /** where that is looked for: `its name or its text` */
  within: string
  /** default: `No nouns yet` */
  title?: string
  /** what one is for */
  children: ReactNode
}

/** Nothing to list: because of the search, or since there is none yet. */
export function None({ noun, href, q, within, title = `No ${noun}s yet`, children }: Props) {
  if (q)
    return (
      <EmptyState title={`No ${noun} fits`} actions={<ButtonLink href={href}>Show all</ButtonLink>}>
        There is none with “{q}” in {within}.
      </EmptyState>
    )
  return (
    <EmptyState
      title={title}
      actions={
        <IfMay right="streams:write">
          <ButtonLink href={`${href}/new`} variant="filled">
            New {noun}
          </ButtonLink>
        </IfMay>
      }
    >
      {children}
    </EmptyState>
  )
}
