import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { requireReach } from '#app/_server/reach.ts'
import { editorOffers } from '#app/(signed-in)/monitors/_editor/choices.ts'
import { MonitorEditor } from '#app/(signed-in)/monitors/_editor/monitor-editor.tsx'
import { type MonitorInput, monitorInput } from '#lib/monitors/schema.ts'
import { timezoneProblem } from '#lib/timezone.ts'

export const metadata: Metadata = { title: 'New monitor' }

const FIRST_SCRIPT = `// What is returned is the value; fail() makes it an ALARM.
const { max } = await sources.belfry.lateness()

if (max > 10) fail(\`Runs began up to \${max} s late\`)
return max
`

export default async function Page() {
  const reach = await requireReach('monitors:write')
  const offers = await editorOffers(reach)

  return <MonitorEditor monitor={null} draft={blank(await zoneOfVisitor())} note="" {...offers} />
}

/** Everything as it is by default; only the name is still to be given. */
function blank(timezone: string): MonitorInput {
  const draft = { name: '-', script: FIRST_SCRIPT, schedule: '* * * * *', timezone }
  return { ...monitorInput.parse(draft), name: '' }
}

async function zoneOfVisitor(): Promise<string> {
  const zone = (await cookies()).get('zone')?.value ?? 'UTC'
  return timezoneProblem(zone) ? 'UTC' : zone
}
