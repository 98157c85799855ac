import { count } from '#bin/commands/count.ts'
import { follow } from '#bin/commands/follow.ts'
import { relay } from '#bin/commands/relay.ts'
import { send } from '#bin/commands/send.ts'
import { tail } from '#bin/commands/tail.ts'

/** What works on other hosts, without a checkout and its database: the package for them has these. */
export const elsewhere = [send, count, follow, relay, tail]
