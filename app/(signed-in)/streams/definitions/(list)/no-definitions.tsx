import { None } from '#app/(signed-in)/streams/_none.tsx'

export const NoDefinitions = ({ q }: { q: string | undefined }) => (
  <None
    noun="definition"
    href="/streams/definitions"
    q={q}
    within="its text"
    title="No event definitions yet"
  >
    A definition says for some types of notifications, such as OpenStack sends them to{' '}
    <code>POST /notifications</code>, what of them is kept: each trait of the event with its type
    and the path at which it stands.
  </None>
)
