import { ownEnv } from '#app/_server/env.ts'
import { openPlace, type Place } from '#lib/events/archive/place.ts'

/** The archive of this installation, to be closed; null where there is none. */
export function openOwnArchive(): Place | null {
  const { archive } = ownEnv()
  return archive && openPlace(archive.address, archive.endpoint)
}
