import { useHotkeys } from '@mantine/hooks'
import type { RefObject } from 'react'

/** J and K go down and up through the rows' links, which Enter opens; Escape lets go. */
export function useRowKeys(body: RefObject<HTMLElement | null>) {
  const go = (step: 1 | -1) => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLElement)
    const next = at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + step))
    links[next]?.focus()
  }
  useHotkeys([
    ['j', () => go(1)],
    ['k', () => go(-1)],
    ['escape', () => (document.activeElement as HTMLElement | null)?.blur()],
  ])
}
