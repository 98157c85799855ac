import { ListLoading } from '#app/(signed-in)/streams/_list-loading.tsx'

export default function Loading() {
  return <ListLoading title="Pipelines" href="/streams/pipelines" />
}
