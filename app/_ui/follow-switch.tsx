import Link from 'next/link'
import css from '#app/_ui/follow-switch.module.css'
import { LiveIndicator } from '#app/_ui/use-live.tsx'

interface Props {
  following: boolean
  /** the same view, the other way */
  href: string
}

/** Whether the page follows what comes in; a click changes it. */
export function FollowSwitch({ following, href }: Props) {
  return (
    <Link
      href={href}
      scroll={false}
      className={css.follow}
      title={following ? 'Stop following what comes in' : 'Follow what comes in'}
    >
      {following ? <LiveIndicator /> : <span className="dim">paused</span>}
    </Link>
  )
}
