import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { inChunks } from '#lib/events/archive/chunks.ts'

/** What is held in memory. S3 takes 10,000 parts: a file of 160 GB. */
const PART_BYTES = 16 * 1024 * 1024

/** Puts an object whole or not at all, in parts where it is long, and answers its length. */
export async function putWhole(
  client: S3Client,
  bucket: string,
  key: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<number> {
  const target = { Bucket: bucket, Key: key }
  const parts = inChunks(chunks, PART_BYTES)
  try {
    const first = (await parts.next()).value ?? Buffer.alloc(0)
    const second = await parts.next()
    if (!second.done) return await putInParts(client, target, [first, second.value], parts)
    await client.send(new PutObjectCommand({ ...target, Body: first }))
    return first.length
  } finally {
    await parts.return()
  }
}

async function putInParts(
  client: S3Client,
  target: { Bucket: string; Key: string },
  begun: Buffer[],
  rest: AsyncIterable<Buffer>,
): Promise<number> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
  const upload = { ...target, UploadId }
  const done: { PartNumber: number; ETag: string | undefined }[] = []
  let bytes = 0
  try {
    for await (const part of joined(begun, rest)) {
      const PartNumber = done.length + 1
      const { ETag } = await client.send(
        new UploadPartCommand({ ...upload, PartNumber, Body: part }),
      )
      done.push({ PartNumber, ETag })
      bytes += part.length
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: done } }),
    )
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {})
    throw error
  }
  return bytes
}

async function* joined<T>(first: Iterable<T>, rest: AsyncIterable<T>): AsyncGenerator<T, void> {
  yield* first
  yield* rest
}
