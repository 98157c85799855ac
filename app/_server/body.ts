import { UserError } from '#lib/failures.ts'

/** A script has at most 256 KiB, its runbook and settings less. */
export const BODY_LIMIT = 1024 * 1024

/**
 * Reads a JSON body; undefined when there is none.
 * Throws a UserError for another type, a body over the limit, and JSON that is none.
 */
export async function readJson(request: Request, maxBytes = BODY_LIMIT): Promise<unknown> {
  const text = await readText(request, maxBytes)
  if (text === '') return undefined

  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new UserError('The body must be JSON, sent with Content-Type: application/json.', {
      code: 'unsupported_type',
    })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`The body is not JSON: ${(error as SyntaxError).message}`)
  }
}

/** Reads a body as text, without ever holding more than the limit. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = new UserError(`The body is longer than ${maxBytes} bytes.`, {
    code: 'too_large',
  })
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge

  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new UserError('The body is not UTF-8 text.')
  }
}
