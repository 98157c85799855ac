import type { ReactNode } from 'react'
import { formatNumber } from '#app/_ui/number.ts'
import { longSpan, took } from '#app/_ui/time.ts'
import css from '#app/(signed-in)/settings/system/system.module.css'
import type { Health } from '#lib/health/status.ts'
import { isTaken, sumOf } from '#lib/health/vitals/intake.ts'
import { VITAL_MINUTES, type Vitals } from '#lib/health/vitals/read.ts'
import type { Sending } from '#lib/health/vitals/sending.ts'

interface Props {
  vitals: Vitals
  health: Health
}

/** The numbers that say whether it keeps up. */
export function Now({ vitals, health: { queues, lagMs } }: Props) {
  const { runs, overdue, deliveries, posts, intake } = vitals
  const { timeout, memory, lost } = runs.killed
  const killed = timeout + memory + lost
  const dropped = sumOf(intake.filter(entry => !isTaken(entry)))
  const due = Object.values(queues).reduce((sum, queue) => sum + queue.due, 0)
  return (
    <dl className={css.numbers}>
      <Fact title="Runs begin late by" beside={`1 in 100 by over ${took(runs.lateP99 * 1000)}`}>
        {took(runs.lateP50 * 1000)}
      </Fact>
      <Fact title="Monitors overdue" bad={overdue > 0}>
        {formatNumber(overdue)}
      </Fact>
      <Fact title="Jobs due" beside={due > 0 && `the oldest for ${took(lagMs)}`}>
        {formatNumber(due)}
      </Fact>
      <Waiting title="Deliveries waiting" sending={deliveries} />
      <Waiting title="Posts of streams waiting" sending={posts} />
      <Fact title="Came in a second" beside={`over ${VITAL_MINUTES} minutes`}>
        {formatNumber(sumOf(intake.filter(isTaken)) / (VITAL_MINUTES * 60))}
      </Fact>
      <Fact title="Dropped" beside={`in ${VITAL_MINUTES} minutes`}>
        {formatNumber(dropped)}
      </Fact>
      <Fact
        title="Runs killed"
        beside={
          killed > 0
            ? `${timeout} out of time, ${memory} of memory, ${lost} lost`
            : `in ${VITAL_MINUTES} minutes`
        }
      >
        {formatNumber(killed)}
      </Fact>
    </dl>
  )
}

function Waiting({ title, sending }: { title: string; sending: Sending }) {
  const { waiting, oldestSeconds, died, stuck } = sending
  const words = [
    ...(waiting > 0 ? [`the oldest for ${longSpan(oldestSeconds * 1000)}`] : []),
    ...(died > 0 ? [`${formatNumber(died)} given up in an hour`] : []),
  ]
  return (
    <Fact title={title} beside={words.join(', ')} bad={stuck.length > 0 || died > 0}>
      {formatNumber(waiting)}
    </Fact>
  )
}

interface FactProps {
  title: string
  beside?: string | false
  bad?: boolean
  children: ReactNode
}

const Fact = ({ title, beside, bad = false, children }: FactProps) => (
  <div className={css.number}>
    <dt>{title}</dt>
    <dd data-bad={bad}>{children}</dd>
    {beside && <dd className={css.beside}>{beside}</dd>}
  </div>
)
