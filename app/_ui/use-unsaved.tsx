'use client'
import { modals } from '@mantine/modals'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'

/** Asks before a page with unsaved changes is left, by a link, by going back, or by closing it. */
export function useUnsaved(unsaved: boolean) {
  const router = useRouter()
  const ask = useEffectEvent((leave: () => void) =>
    modals.openConfirmModal({
      title: 'Leave without saving?',
      children: 'What was changed here since it was last saved is lost.',
      labels: { confirm: 'Leave', cancel: 'Stay' },
      confirmProps: { color: 'red', variant: 'filled' },
      cancelProps: { 'data-autofocus': true },
      onConfirm: leave,
    }),
  )
  const go = useEffectEvent((href: string) => router.push(href))

  useEffect(() => {
    if (!unsaved) return
    const leaving = new AbortController()
    const options = { signal: leaving.signal, capture: true }

    window.addEventListener('beforeunload', event => event.preventDefault(), options)
    document.addEventListener(
      'click',
      event => {
        const href = leadsAway(event)
        if (href === null) return
        event.preventDefault()
        event.stopPropagation()
        ask(() => {
          leaving.abort()
          go(href)
        })
      },
      options,
    )
    return () => leaving.abort()
  }, [unsaved])
}

/** Where a click on a link inside Belfry would take this page, or null. */
function leadsAway(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null
  const link = (event.target as Element | null)?.closest?.('a')
  if (!link || link.target === '_blank' || link.origin !== location.origin) return null
  return link.pathname === location.pathname ? null : link.pathname + link.search
}
