import { Alert } from '@mantine/core'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { TabbedPanel } from '#app/_ui/tabs.tsx'
import css from '#app/(signed-in)/settings/projects/[id]/project.module.css'
import type { Way } from '#lib/projects/connect/way.ts'

interface Props {
  ways: Way[]
  query: Query
  path: string
}

/** Lines to copy, for the way that the address names. */
export function ConnectPanel({ ways, query, path }: Props) {
  const way = ways.find(({ id }) => id === one(query, 'connect')) ?? ways[0]
  return (
    <TabbedPanel
      label="How to connect"
      className={css.connect}
      tabs={ways.map(({ id, label }) => ({
        href: withQuery(path, query, { connect: id }),
        label,
        current: id === way?.id,
      }))}
      actions={<h2 className={css.title}>How to connect</h2>}
    >
      <div className={css.steps}>
        {way?.obstacle && <Alert color="orange">{way.obstacle}</Alert>}
        {way?.steps.map(({ title, lines }) => (
          <div key={title}>
            <div className={css.step}>
              <h3>{title}</h3>
              <CopyButton text={lines} label={`Copy: ${title}`} />
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled with the keyboard too */}
            <pre className={css.lines} tabIndex={0}>
              {lines}
            </pre>
          </div>
        ))}
      </div>
    </TabbedPanel>
  )
}
