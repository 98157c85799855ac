import { relay } from '#bin/commands/relay.ts'

/** `belfry relay` with the arguments given, as a process of its own. */
process.on('disconnect', () => process.exit())
await relay.parseAsync(process.argv.slice(2), { from: 'user' })
process.exit()
