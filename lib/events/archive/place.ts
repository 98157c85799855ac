import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { openBucket } from '#lib/events/archive/bucket.ts'
import { openFolder } from '#lib/events/archive/folder.ts'
import { UserError } from '#lib/failures.ts'

/** A file of events in a place. */
export interface Placed {
  /** in the folder of its day */
  name: string
  bytes: number
}

/** Where files of events lie, each in the folder of its day: on disk, or in a bucket. What it throws names the place. */
export interface Place {
  readonly address: string
  /** The folders, in order. */
  days(): Promise<string[]>
  /** What lies in one, in order; nothing where there is no such folder. */
  files(day: string): Promise<Placed[]>
  read(path: string): Promise<Readable>
  /** Writes a file whole or not at all, over one that is there, and answers its length. */
  write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number>
  remove(path: string): Promise<void>
  /** Removes the folder of a day with all that lies in it. */
  removeDay(day: string): Promise<void>
  close(): void
}

const BUCKET = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>.*))?$/

/** `/a/folder`, or `s3://bucket/prefix` with the endpoint of what speaks S3 where it is not Amazon's. Throws a UserError. */
export function openPlace(address: string, endpoint?: string): Place {
  if (!/^[a-z0-9]+:\/\//i.test(address)) return openFolder(resolve(address))
  const { bucket, prefix = '' } = BUCKET.exec(address)?.groups ?? {}
  if (!bucket)
    throw new UserError(`${address} is no archive; it is to be a folder, or s3://bucket/prefix.`)
  return openBucket({ bucket, prefix: prefix.replace(/\/*$/, ''), endpoint })
}
