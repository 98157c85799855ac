import { Panel } from '#app/_ui/panel.tsx'
import { ClockTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { attemptsOf } from '#app/(signed-in)/streams/[id]/_log/attempts.ts'
import css from '#app/(signed-in)/streams/[id]/_log/log.module.css'
import type { LogLine } from '#lib/streams/reading/log/data.ts'

/** What pipelines said over the stream, by attempt, the last one first. */
export function PipelineLog({ lines }: { lines: LogLine[] }) {
  if (lines.length === 0) return null
  return (
    <Panel flush title="Pipeline log">
      {attemptsOf(lines).map(({ key, pipeline, attempt, lines }) => (
        <section key={key} className={css.attempt}>
          <h3>
            <bdi>{visible(pipeline)}</bdi>{' '}
            <span className="dim">{attempt > 0 && `attempt ${attempt}`}</span>
          </h3>
          <ol>
            {lines.map(({ id, at, handler, level, message }) => (
              <li key={id} data-level={level}>
                <ClockTime at={at} className="num dim" />
                <span className={css.handler}>{handler && visible(handler)}</span>
                <span className={css.message}>{visible(message)}</span>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Panel>
  )
}
