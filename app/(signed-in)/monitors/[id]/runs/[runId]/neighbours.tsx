import { ButtonLink } from '#app/_ui/button-link.tsx'

interface Props {
  monitorId: number
  before: number | null
  after: number | null
}

/** The runs beside this one. */
export function Neighbours({ monitorId, before, after }: Props) {
  const hrefOf = (run: number) => `/monitors/${monitorId}/runs/${run}`
  return (
    <>
      {before !== null && <ButtonLink href={hrefOf(before)}>← Earlier</ButtonLink>}
      {after !== null && <ButtonLink href={hrefOf(after)}>Later →</ButtonLink>}
    </>
  )
}
