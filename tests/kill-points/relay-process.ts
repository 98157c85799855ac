import { relay } from '#bin/commands/relay.ts'

/** The command, which takes its options. */
process.send?.({ ready: true })
await relay.parseAsync(process.argv.slice(2), { from: 'user' })
process.exit()
