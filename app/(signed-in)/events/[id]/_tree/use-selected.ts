import { useSearchParams } from 'next/navigation'

/** Which record is shown in full; it stands in the address, without a way to the server. */
export function useSelected(): [string | null, (key: string | null) => void] {
  const query = useSearchParams()
  const select = (key: string | null) => {
    const next = new URLSearchParams(query)
    if (key === null) next.delete('event')
    else next.set('event', key)
    window.history.replaceState(null, '', next.size > 0 ? `?${next}` : window.location.pathname)
  }
  return [query.get('event'), select]
}
