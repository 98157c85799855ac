import { ClockTime, Elapsed } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { oneSlice } from '#app/(signed-in)/errors/_time/time.ts'
import type { Signature } from '#lib/errors/data.ts'

/** Since when the state holds, and what will end it. */
export function Since({ signature }: { signature: Signature }) {
  const { state, regressedAt, regressedRelease, resolvedAt, resolvedRelease, muted } = signature
  if (state === 'muted')
    return <span>{muted?.above || muted?.until ? <Until muted={muted} /> : 'for good'}</span>
  if (state === 'resolved' && resolvedAt)
    return (
      <span>
        for <Elapsed at={resolvedAt} />
        {resolvedRelease && <>, in {visible(resolvedRelease)}</>}
      </span>
    )
  if (regressedAt)
    return (
      <span>
        came back <Elapsed at={regressedAt} /> ago
        {regressedRelease && <> with {visible(regressedRelease)}</>}
      </span>
    )
  return (
    <span>
      for <Elapsed at={signature.firstSeen} />
    </span>
  )
}

function Until({ muted: { until, above } }: { muted: NonNullable<Signature['muted']> }) {
  return (
    <>
      until {until && <ClockTime at={until} />}
      {until && above && ' or '}
      {above &&
        `there are more than ${above.count.toLocaleString('en')} in ${oneSlice(above.slice)}`}
    </>
  )
}
