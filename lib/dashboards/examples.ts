import { definitionOf } from '#lib/dashboards/definition.ts'
import { dashboardInput } from '#lib/dashboards/schema.ts'
import { RUNNING_EXAMPLE } from '#lib/monitors/examples.ts'

const WELCOME = `An example, made of what Belfry knows of itself. Change it, copy it, or delete it.

- Send metrics and see them in the [explorer](/explore); any chart there can be put here.
- Watch something: [write a monitor](/monitors/new).
`

/** What a new installation starts with: it shows something before anything is sent. */
export const exampleDashboard = definitionOf(
  dashboardInput.parse({
    name: 'Belfry: this installation',
    description: 'What runs here, and whether it runs well.',
    range: '6h',
    panels: [
      { w: 6, h: 4, panel: { kind: 'text', title: 'Welcome', text: WELCOME } },
      { w: 6, h: 4, panel: { kind: 'monitors', title: 'Monitors' } },
      {
        w: 6,
        h: 6,
        panel: { kind: 'monitor', title: 'How late runs start', monitor: RUNNING_EXAMPLE },
      },
      { w: 6, h: 6, panel: { kind: 'errors', title: 'Errors, all projects' } },
    ],
  }),
)
