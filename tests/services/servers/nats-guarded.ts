import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nkeys } from '@nats-io/transport-node'
import { PROGRAM } from './nats.ts'
import { freePort, launch, stop, untilReady } from './server.ts'

/** A server that lets in by TLS alone, and only those whom `auth` names. */
export async function startGuardedNats(auth: (folder: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-nats-'))
  const port = await freePort()
  const [key, ca] = [join(folder, 'key.pem'), join(folder, 'ca.pem')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-subj', '/CN=nats', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'],
      ...['-keyout', key, '-out', ca],
    ],
    { stdio: 'ignore' },
  )
  const config = join(folder, 'nats.conf')
  writeFileSync(
    config,
    `listen: "127.0.0.1:${port}"
jetstream { store_dir: "${folder}" }
tls { cert_file: "${ca}", key_file: "${key}" }
${auth(folder)}`,
  )
  const server = launch(PROGRAM, ['--config', config], { folder })
  await untilReady(server, folder, () => listens(port))
  return {
    host: `127.0.0.1:${port}`,
    folder,
    ca,
    async stop() {
      await stop(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const listens = (port: number) =>
  new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })

/** A user with a password. */
export const byPassword = (user: string, password: string) => () =>
  `authorization { user: "${user}", password: "${password}" }`

/**
 * What `nsc` would make: an operator, an account with JetStream, and a user whose credentials are in the folder's
 * `user.creds`. Claims are JWTs that are signed by the key above (https://docs.nats.io, "JWT").
 */
export function byCredentials(folder: string): string {
  const operator = nkeys.createOperator()
  const system = nkeys.createAccount()
  const account = nkeys.createAccount()
  const user = nkeys.createUser()
  const limits = Object.fromEntries(UNLIMITED.map(name => [name, -1]))
  const claimAccount = (keys: nkeys.KeyPair, more: object) =>
    claim(operator, keys, { type: 'account', limits: { ...limits, wildcards: true, ...more } })
  const stored = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }
  writeFileSync(
    join(folder, 'user.creds'),
    `-----BEGIN NATS USER JWT-----
${claim(account, user, { type: 'user', subs: -1, data: -1, payload: -1 })}
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
${textOf(user.getSeed())}
------END USER NKEY SEED------
`,
  )
  return `operator: "${claim(operator, operator, { type: 'operator' })}"
system_account: "${system.getPublicKey()}"
resolver: MEMORY
resolver_preload: {
  ${system.getPublicKey()}: "${claimAccount(system, {})}"
  ${account.getPublicKey()}: "${claimAccount(account, stored)}"
}`
}

const UNLIMITED = ['subs', 'data', 'payload', 'imports', 'exports', 'conn', 'leaf']

function claim(issuer: nkeys.KeyPair, subject: nkeys.KeyPair, nats: object): string {
  const iat = Math.floor(Date.now() / 1000)
  const signed = [
    { typ: 'JWT', alg: 'ed25519-nkey' },
    {
      ...{ jti: String(iat), iat, iss: issuer.getPublicKey(), sub: subject.getPublicKey() },
      ...{ name: 'belfry', nats: { version: 2, ...nats } },
    },
  ]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${signed}.${Buffer.from(issuer.sign(Buffer.from(signed))).toString('base64url')}`
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
