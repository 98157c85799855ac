import { follow } from '#bin/commands/follow.ts'

/** The command, which takes its options. */
process.send?.({ ready: true })
await follow.parseAsync(process.argv.slice(2), { from: 'user' })
process.exit()
