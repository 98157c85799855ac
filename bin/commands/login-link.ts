import { Command } from 'commander'
import { connect } from '#bin/connect.ts'
import { makeLoginLink } from '#lib/access/mutations.ts'

export const loginLink = new Command('login-link')
  .description('print a link that signs in once, within 15 minutes')
  .action(async () => {
    const env = await connect()
    process.stdout.write(`${await makeLoginLink(env.url)}\n`)
  })
