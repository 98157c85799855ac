import type { Query } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import { STATUS_WORDS } from '#app/(signed-in)/deliveries/delivery-status.tsx'
import type { DeliveryView } from '#lib/alerting/schema.ts'

type Status = DeliveryView['status']

interface Props {
  statuses: readonly Status[]
  chosen: Status | undefined
  hrefOf(changes: Query): string
}

export const StatusChoice = ({ statuses, chosen, hrefOf }: Props) => (
  <Segments
    label="Status"
    segments={[
      { href: hrefOf({ status: undefined }), content: 'All', current: !chosen },
      ...statuses.map(status => ({
        href: hrefOf({ status }),
        content: STATUS_WORDS[status],
        current: chosen === status,
      })),
    ]}
  />
)
