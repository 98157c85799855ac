'use client'

import Link from 'next/link'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { Tag } from '#app/_ui/tag.tsx'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { PersonMenu } from '#app/(signed-in)/settings/people/person-menu.tsx'
import type { PersonView } from '#lib/access/people/schema.ts'

interface Props {
  people: PersonView[]
  /** whom BELFRY_ADMINS names */
  admins: readonly string[]
}

/** People with what they may do and when they were here last. */
export function PeopleTable({ people, admins }: Props) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Person</th>
          <th>Role</th>
          <th>Groups</th>
          <th className="num">Last sign-in</th>
          <th className="num">Signed in</th>
          <th aria-label="Actions" />
        </tr>
      </thead>
      <tbody>
        {people.map(person => (
          <PersonRow key={person.id} person={person} isFixed={admins.includes(person.email)} />
        ))}
      </tbody>
    </table>
  )
}

function PersonRow({ person, isFixed }: { person: PersonView; isFixed: boolean }) {
  const { name, email, role, roleFrom, groups, seenAt, disabledAt, sessions } = person
  return (
    <tr className={disabledAt ? css.off : undefined}>
      <td className={css.name}>
        <span className={css.strong}>{name || email}</span>
        {disabledAt && <Tag>disabled</Tag>}
        {name && <span className="dim">{email}</span>}
      </td>
      <td>
        {isFixed ? 'admin' : role}{' '}
        <span className="dim">{isFixed ? 'by BELFRY_ADMINS' : GIVEN_BY[roleFrom]}</span>
      </td>
      <td data-empty={groups.length === 0}>
        <span className={css.tags}>
          {groups.map(group => (
            <Link key={group.name} href={`/settings/groups/${encodeURIComponent(group.name)}`}>
              <Tag>{group.name}</Tag>
            </Link>
          ))}
        </span>
      </td>
      <td className="num dim" data-label="Last sign-in">
        {seenAt ? <RelativeTime at={seenAt} /> : 'never'}
      </td>
      <td className="num" data-label="Signed in" data-empty={sessions === 0}>
        {sessions > 0 ? `${sessions} browser${sessions === 1 ? '' : 's'}` : <Nowhere />}
      </td>
      <td className="num">
        <PersonMenu person={person} isFixed={isFixed} />
      </td>
    </tr>
  )
}

const GIVEN_BY: Record<PersonView['roleFrom'], string> = {
  default: 'by default',
  claims: 'by the provider’s groups',
  environment: 'by BELFRY_ADMINS before',
  admin: '',
}

const Nowhere = () => <span className="dim">–</span>
