import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { IntakeEnv } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

/** The certificate and key of TLS listeners. Throws a UserError that names the variable at fault. */
export function readCertificate({ tlsCert, tlsKey }: IntakeEnv): { cert: Buffer; key: Buffer } {
  const cert = read('BELFRY_TLS_CERT', tlsCert)
  const key = read('BELFRY_TLS_KEY', tlsKey)
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw new UserError(
      `BELFRY_TLS_CERT (${tlsCert}) and BELFRY_TLS_KEY (${tlsKey}) are no certificate with its key, in PEM: ${reasonOf(error)}.`,
    )
  }
  return { cert, key }
}

function read(variable: string, file: string | undefined): Buffer {
  if (!file) throw new UserError(`BELFRY_INTAKE_SYSLOG_TLS needs ${variable}, a file in PEM.`)
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UserError(`${variable}: ${file} cannot be read: ${reasonOf(error)}.`)
  }
}
