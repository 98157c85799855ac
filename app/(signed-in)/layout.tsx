import type { ReactNode } from 'react'
import { requirePerson } from '#app/_server/person.ts'
import { MayProvider } from '#app/_ui/may.tsx'
import { Shell } from '#app/_ui/shell.tsx'
import { reachOf } from '#lib/access/reach.ts'
import { monitorCounts } from '#lib/monitors/data.ts'

export const dynamic = 'force-dynamic'

export default async function Layout({ children }: { children: ReactNode }) {
  const person = await requirePerson()
  const { ALARM, ERROR } = await monitorCounts(reachOf(person))

  return (
    <MayProvider role={person.role} scope={person.scope}>
      <Shell
        person={{ name: person.name, email: person.email, role: person.role }}
        bad={ALARM + ERROR}
      >
        {children}
      </Shell>
    </MayProvider>
  )
}
