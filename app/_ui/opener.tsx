import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import css from '#app/_ui/opener.module.css'

/** The head of its column. */
export const OpenerHead = ({ label }: { label: string }) => (
  <th aria-label={label} className={css.opener} />
)

interface Props {
  isOpen: boolean
  label: string
  toggle(): void
}

/** The cell that opens a row of a table to what belongs to it. */
export function Opener({ isOpen, label, toggle }: Props) {
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  return (
    <td className={css.opener}>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-expanded={isOpen}
        aria-label={label}
        onClick={toggle}
      >
        <Icon size={14} />
      </ActionIcon>
    </td>
  )
}
