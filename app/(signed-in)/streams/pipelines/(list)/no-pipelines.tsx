import { None } from '#app/(signed-in)/streams/_none.tsx'

export const NoPipelines = ({ q }: { q: string | undefined }) => (
  <None
    noun="pipeline"
    href="/streams/pipelines"
    q={q}
    within="its name, its description or its handlers"
  >
    A pipeline is what is done with the events of a stream when it is complete, or when its time is
    over: counting them, raising an alert, sending them elsewhere. Triggers name the ones that they
    run.
  </None>
)
