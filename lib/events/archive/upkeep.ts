import { isOutdated } from '#lib/events/archive/dates.ts'
import { notInUse } from '#lib/events/archive/in-use.ts'
import { type DayFile, pathOf, readName } from '#lib/events/archive/names.ts'
import { NEW_PACKING, packed } from '#lib/events/archive/packing.ts'
import type { Place } from '#lib/events/archive/place.ts'

interface Found extends DayFile {
  path: string
}

interface Copying {
  now: Date
  /** whose files they are, where their names don't say so */
  host: string | null
  /** leaves those that are not packed */
  isPackedOnly?: boolean
}

/**
 * Copies the files into which nothing is written any more and that are not there yet, packed or not; those that were not are packed on
 * the way. Gives the path of each when it is there.
 */
export async function* copyFiles(
  from: Place,
  to: Place,
  { now, host, isPackedOnly = false }: Copying,
): AsyncGenerator<string, void> {
  for (const file of await restingFiles(from, now)) {
    if (isPackedOnly && file.packing === null) continue
    const target = { ...file, host: file.host ?? host, packing: file.packing ?? NEW_PACKING }
    if (await isIn(to, target)) continue
    const bytes = await from.read(file.path)
    const path = pathOf(target)
    await to.write(path, file.packing ? bytes : packed(bytes))
    yield path
  }
}

/** Packs the files into which nothing is written any more. Gives the path of each when it is done. */
export async function* packFiles(place: Place, now: Date): AsyncGenerator<string, void> {
  for (const file of await restingFiles(place, now)) {
    if (file.packing !== null) continue
    const path = pathOf({ ...file, packing: NEW_PACKING })
    await place.write(path, packed(await place.read(file.path)))
    await place.remove(file.path)
    yield path
  }
}

/** Removes the days that are older than so many. Gives each when it is gone. */
export async function* pruneDays(
  place: Place,
  days: number,
  now: Date,
): AsyncGenerator<string, void> {
  for (const day of await place.days()) {
    if (!isOutdated(day, days, now)) continue
    await place.removeDay(day)
    yield day
  }
}

/** Of all days at once: the newest file of a type may be of any of them. */
async function restingFiles(place: Place, now: Date): Promise<Found[]> {
  const found: Found[] = []
  for (const day of await place.days())
    for (const { name } of await place.files(day)) {
      const file = readName(name)
      if (file?.day === day) found.push({ ...file, path: `${day}/${name}` })
    }
  return notInUse(found, now)
}

/** However it is packed. */
async function isIn(place: Place, wanted: DayFile): Promise<boolean> {
  const stem = pathOf({ ...wanted, packing: null })
  return (await place.files(wanted.day)).some(({ name }) => {
    const file = readName(name)
    return file !== null && pathOf({ ...file, packing: null }) === stem
  })
}
