import { Select, type SelectProps } from '@mantine/core'
import { ROLES, type Role } from '#lib/access/rights.ts'

const WORDS: Record<Role, string> = {
  viewer: 'sees monitors, errors and what they are made of',
  editor: 'also writes and runs monitors, and puts errors in order',
  admin: 'also sources, alerts, projects, people, tokens and settings',
}

/** A choice of role that says what each may. */
export const RoleInput = (props: Omit<SelectProps, 'data'>) => (
  <Select
    label="Role"
    data={[...ROLES]}
    allowDeselect={false}
    renderOption={({ option }) => (
      <span>
        {option.value} <span className="dim">{WORDS[option.value as Role]}</span>
      </span>
    )}
    {...props}
  />
)
