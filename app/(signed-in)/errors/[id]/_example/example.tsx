import type { ReactNode } from 'react'
import { ExactTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { Breadcrumbs } from '#app/(signed-in)/errors/[id]/_example/breadcrumbs.tsx'
import css from '#app/(signed-in)/errors/[id]/_example/example.module.css'
import { Facts } from '#app/(signed-in)/errors/[id]/_example/facts.tsx'
import { RelatedErrors } from '#app/(signed-in)/errors/[id]/_example/related.tsx'
import { StackTrace } from '#app/(signed-in)/errors/[id]/_example/stack-trace.tsx'
import { Why } from '#app/(signed-in)/errors/[id]/_example/why.tsx'
import { contextIdOf, type Example } from '#lib/errors/examples/data.ts'

/** One error as it came, readable first and raw last. */
export function ExampleView({ example }: { example: Example }) {
  const { message, details, level } = example
  const context = contextIdOf(example)
  const {
    exceptions = [],
    breadcrumbs = [],
    marks = [],
    structured = {},
    tags,
    user,
    extra,
  } = details
  return (
    <article className={css.example} aria-label="Example">
      <Facts facts={wayOf(example)} inline />
      <pre className={css.message} dir="auto">
        {visible(message)}
      </pre>
      {marks.map(mark => (
        <p key={mark} className={css.mark}>
          {visible(mark)}
        </p>
      ))}
      <Why why={example.why} />
      {exceptions.length > 0 && (
        <Part title="Stack trace">
          <StackTrace exceptions={exceptions} />
        </Part>
      )}
      {context && (
        <Part title="Of the same work">
          <RelatedErrors context={context} self={example.id} />
        </Part>
      )}
      {breadcrumbs.length > 0 && (
        <Part title="Before it">
          <Breadcrumbs breadcrumbs={breadcrumbs} />
        </Part>
      )}
      {[['Tags', tags], ['User', user], ...Object.entries(structured), ['Extra', extra]].map(
        ([title, facts]) =>
          facts &&
          Object.keys(facts).length > 0 && (
            <Part key={String(title)} title={visible(String(title))}>
              <Facts facts={facts as Record<string, unknown>} />
            </Part>
          ),
      )}
      <details className={css.raw}>
        <summary>As it was kept</summary>
        <pre>{visible(JSON.stringify({ ...example, level }, null, 2))}</pre>
      </details>
    </article>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={css.part}>
    <h3>{title}</h3>
    {children}
  </section>
)

/** How it came in, without what is not known. */
function wayOf({
  at,
  host,
  program,
  level,
  release,
  environment,
  input,
  details,
  uid,
  traceId,
}: Example) {
  return {
    at: <ExactTime at={at} />,
    ...{ level, host, program, release, environment, 'came by': input },
    ...{ facility: details.facility, process: details.processId, 'message id': details.messageId },
    ...{ trace: traceId, id: uid },
  }
}
