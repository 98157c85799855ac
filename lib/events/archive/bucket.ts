import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type ListObjectsV2CommandOutput,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { dateOf } from '#lib/events/archive/names.ts'
import type { Place } from '#lib/events/archive/place.ts'
import { putWhole } from '#lib/events/archive/put.ts'
import { RemoteError, reasonOf } from '#lib/failures.ts'

const DEFAULT_REGION = 'us-east-1'
/** S3's limit of keys in one request. */
const MOST_REMOVED = 1_000

export interface BucketAddress {
  bucket: string
  /** no slash at its end */
  prefix: string
  endpoint?: string | undefined
}

/** Day files in a bucket of S3, or of what speaks like it. The keys come from the environment, a profile, or the machine's role. */
export function openBucket({ bucket, prefix, endpoint }: BucketAddress): Place {
  const client = new S3Client({
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? DEFAULT_REGION,
    // Others than Amazon take neither its newest checksums nor buckets as names of hosts.
    ...(endpoint && { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const address = `s3://${[bucket, prefix].filter(Boolean).join('/')}`
  const keyOf = (path: string) => (prefix ? `${prefix}/${path}` : path)

  const told = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch(error => {
      throw failureOf(address, error)
    })

  async function eachPage(
    input: { Prefix: string; Delimiter?: string },
    look: (page: ListObjectsV2CommandOutput) => Promise<void> | void,
  ): Promise<void> {
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, ...input }))
      await look(page)
  }

  return {
    address,

    days: () =>
      told(async () => {
        const start = keyOf('')
        const days: string[] = []
        await eachPage({ Prefix: start, Delimiter: '/' }, ({ CommonPrefixes = [] }) => {
          for (const { Prefix = '' } of CommonPrefixes)
            days.push(Prefix.slice(start.length).replace(/\/$/, ''))
        })
        return days.filter(day => dateOf(day) !== null)
      }),

    files: day =>
      told(async () => {
        const start = keyOf(`${day}/`)
        const files: Awaited<ReturnType<Place['files']>> = []
        await eachPage({ Prefix: start, Delimiter: '/' }, ({ Contents = [] }) => {
          for (const { Key = '', Size = 0 } of Contents)
            files.push({ name: Key.slice(start.length), bytes: Size })
        })
        return files
      }),

    read: path =>
      told(async () => {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: keyOf(path) }),
        )
        return Body as Readable
      }),

    write: (path, chunks) => told(() => putWhole(client, bucket, keyOf(path), chunks)),

    remove: path =>
      told(async () => {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(path) }))
      }),

    removeDay: day =>
      told(() =>
        eachPage({ Prefix: keyOf(`${day}/`) }, async ({ Contents = [] }) => {
          const Objects = Contents.slice(0, MOST_REMOVED).map(({ Key }) => ({ Key }))
          if (Objects.length === 0) return
          const { Errors = [] } = await client.send(
            new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
          )
          if (Errors[0]) throw new Error(`${Errors[0].Key} stays: ${Errors[0].Message}`)
        }),
      ),

    close: () => client.destroy(),
  }
}

/** Without the body of a whole day there is no retrying inside the SDK; the archive is tried again as a whole. */
function failureOf(address: string, error: Error): Error {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  return new RemoteError(
    `The archive in ${address} failed: ${error.name === 'Error' ? reasonOf(error) : `${error.name}: ${reasonOf(error)}`}`,
    { cause: error, ...(status !== undefined && { status: String(status) }) },
  )
}
