import { IconLock } from '@tabler/icons-react'
import css from '#app/_ui/table.module.css'

/** The groups that something is limited to; nothing when it is for everyone. */
export const GroupTags = ({ groups }: { groups: readonly string[] }) =>
  groups.map(group => (
    <span key={group} className={css.tag} title={`Only for ${groups.join(', ')}`}>
      <IconLock size={10} stroke={2} aria-label="only for" /> {group}
    </span>
  ))
