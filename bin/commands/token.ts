import { Command, Option } from 'commander'
import { connect } from '#bin/connect.ts'
import { commandLineActor, linkPerson, type Person } from '#lib/access/person.ts'
import { ROLES } from '#lib/access/rights.ts'
import { getTokenByName, listTokens } from '#lib/access/tokens/data.ts'
import { createToken, revokeToken } from '#lib/access/tokens/mutations.ts'
import type { TokenView } from '#lib/access/tokens/schema.ts'
import { UserError } from '#lib/failures.ts'

const DAY_MS = 86_400_000
const LIST_LIMIT = 10_000

/** Whoever is on the machine could make a login link, too. */
const asked: Person = { ...linkPerson, ...commandLineActor }

interface Options {
  role: string
  scope?: string[]
  group?: string[]
  days?: string
}

const create = new Command('create')
  .description('make a token and print its secret, which nobody can show again')
  .argument('<name>', 'what it is for')
  .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
  .option('--scope <rights...>', 'narrow it to these rights, like monitors:read')
  .option('--group <names...>', 'what is limited to these groups is open to it')
  .option('--days <number>', 'how long it is good (default: for ever)')
  .action(async (name: string, { role, scope, group, days }: Options) => {
    await connect()
    const input = {
      name,
      role,
      scope,
      groups: group,
      expiresAt: days === undefined ? null : endOf(days),
    }
    const { token } = await createToken(input, asked)
    process.stdout.write(`${token}\n`)
  })

const list = new Command('list')
  .description('print the tokens that are not revoked')
  .action(async () => {
    await connect()
    const { items } = await listTokens({ revoked: false, limit: LIST_LIMIT })
    for (const token of items) process.stdout.write(`${lineOf(token)}\n`)
  })

const lineOf = ({ name, start, role, scope, expiresAt, lastUsedAt, lastUsedFrom }: TokenView) =>
  [
    ...[name, `${start}…`, [role, ...scope].join(' ')],
    expiresAt ? `until ${expiresAt}` : 'for ever',
    lastUsedAt ? `used ${lastUsedAt} from ${lastUsedFrom}` : 'never used',
  ].join('\t')

const revoke = new Command('revoke')
  .description('revoke a token: from now on nobody gets in with it')
  .argument('<name>')
  .action(async (name: string) => {
    await connect()
    const { id } = await getTokenByName(name)
    await revokeToken(id, asked)
  })

export const token = new Command('token')
  .description('make, list and revoke API tokens')
  .addCommand(create)
  .addCommand(list)
  .addCommand(revoke)

function endOf(days: string): string {
  if (!/^[1-9]\d{0,4}$/.test(days)) throw new UserError('--days is to be a whole number of days.')
  return new Date(Date.now() + Number(days) * DAY_MS).toISOString()
}
