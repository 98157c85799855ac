import { None } from '#app/(signed-in)/streams/_none.tsx'

export const NoTriggers = ({ q }: { q: string | undefined }) => (
  <None
    noun="trigger"
    href="/streams/triggers"
    q={q}
    within="its name, its description or its definition"
  >
    A trigger collects the events that belong together into a stream, and runs a pipeline when the
    stream is complete, or when its time is over. Those of a Winchester are taken over by{' '}
    <code>npx belfry streams import DIR</code>.
  </None>
)
