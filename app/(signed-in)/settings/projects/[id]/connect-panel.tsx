import { Alert } from '@mantine/core'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import { TabbedPanel } from '#app/_ui/tabs.tsx'
import css from '#app/(signed-in)/settings/projects/[id]/project.module.css'
import type { Way } from '#lib/projects/connect/way.ts'

interface Props {
  ways: Way[]
  query: Query
  path: string
}

const KINDS = ['errors', 'metrics', 'events'] as const

/** Lines to copy, for the way that the address names. */
export function ConnectPanel({ ways, query, path }: Props) {
  const way = ways.find(({ id }) => id === one(query, 'connect')) ?? ways[0]
  const hrefOf = (chosen: Way | undefined) => withQuery(path, query, { connect: chosen?.id })
  const kinds = KINDS.map(kind => ({
    href: hrefOf(ways.find(({ sends }) => sends === kind)),
    content: `Send ${kind}`,
    current: way?.sends === kind,
  }))
  return (
    <TabbedPanel
      label="How to connect"
      className={css.connect}
      tabs={ways
        .filter(({ sends }) => sends === way?.sends)
        .map(tab => ({ href: hrefOf(tab), label: tab.label, current: tab === way }))}
      actions={<Segments label="What to send" segments={kinds} />}
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
