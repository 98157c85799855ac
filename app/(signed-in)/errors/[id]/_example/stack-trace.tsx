import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/[id]/_example/example.module.css'
import { type FrameGroup, groupFrames } from '#app/(signed-in)/errors/[id]/_example/frames.ts'
import type { Exception, Frame } from '#lib/errors/event.ts'

/** The exceptions as they were thrown, each with its calls; those within libraries are folded. */
export function StackTrace({ exceptions }: { exceptions: Exception[] }) {
  return exceptions.map((exception, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order
    <section key={i} className={css.exception}>
      <h4>
        {i > 0 && <span className="dim">caused by </span>}
        <bdi>{visible(exception.type)}</bdi>
        {exception.message && <bdi className={css.thrown}>: {visible(exception.message)}</bdi>}
      </h4>
      {exception.frames.length > 0 && (
        <ol className={css.frames}>
          {groupFrames(exception.frames).map((group, k) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order
            <Frames key={k} group={group} />
          ))}
        </ol>
      )}
    </section>
  ))
}

function Frames({ group: { frames, isFolded } }: { group: FrameGroup }) {
  const lines = frames.map((frame, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order
    <Call key={i} frame={frame} />
  ))
  if (!isFolded) return lines
  return (
    <li className={css.folded}>
      <details>
        <summary>
          {frames.length} {frames.length === 1 ? 'call' : 'calls'} within libraries
        </summary>
        <ol className={css.frames}>{lines}</ol>
      </details>
    </li>
  )
}

function Call({ frame }: { frame: Frame }) {
  const { function: name, file, module, line, column, inApp, context } = frame
  return (
    <li className={css.call} data-own={inApp ? '' : undefined}>
      <span className={css.function}>{visible(name) || '(anonymous)'}</span>{' '}
      <span className={css.place}>
        {visible(file || module)}
        {line !== undefined && `:${line}`}
        {line !== undefined && column !== undefined && `:${column}`}
      </span>
      {context && context.length > 0 && (
        <pre className={css.source}>{visible(context.join('\n'))}</pre>
      )}
    </li>
  )
}
