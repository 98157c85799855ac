import { Command } from 'commander'
import { connect } from '#bin/connect.ts'
import { pool } from '#lib/db/client.ts'
import { rotateSecret } from '#lib/roles/rotate.ts'

export const rotateSecretCommand = new Command('rotate-secret')
  .description(
    'seal all stored secrets anew: with a new secret in the data folder, or with BELFRY_SECRET instead of BELFRY_SECRET_PREVIOUS; roles go on running',
  )
  .action(async () => {
    const env = await connect()
    await rotateSecret(env, pool(), line => process.stdout.write(`${line}\n`))
  })
