import { UserError } from '#lib/failures.ts'

export const COLLECT_PORT = 3514
export const CONTROL_PORT = 3513
const HOST = '127.0.0.1'

/** `host:port` of what people write as `host` or `host:port`. Throws a UserError when the port is no number. */
export function addressOf(given: string | undefined, host: string, port: number): string {
  if (!given) return `${host}:${port}`
  const [name, digits, ...others] = given.split(':')
  if (digits === undefined) return `${name || host}:${port}`
  if (!/^\d{1,5}$/.test(digits) || Number(digits) > 65_535 || others.length > 0)
    throw new UserError(`The port in ${given} is not a number from 0 to 65535.`)
  return `${name || host}:${digits}`
}

type Variables = Record<string, string | undefined>

/** Where BlueOx's clients send events to. */
export const collectAddress = ({ BLUEOX_HOST }: Variables): string =>
  addressOf(BLUEOX_HOST, HOST, COLLECT_PORT)

/** Where BlueOx's tools ask. */
export const controlAddress = ({ BLUEOX_CLIENT_HOST }: Variables): string =>
  addressOf(BLUEOX_CLIENT_HOST, HOST, CONTROL_PORT)
