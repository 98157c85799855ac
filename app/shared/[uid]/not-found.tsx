import { SharedFailure } from '#app/shared/[uid]/shared-failure.tsx'

export default function NotFound() {
  return <SharedFailure>This chart is not shared, or not any more.</SharedFailure>
}
