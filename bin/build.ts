import { reasonOf } from '#lib/failures.ts'
import { buildPages } from '#lib/roles/build.ts'

/** Builds the pages beforehand, so that no start has to. */
await buildPages(line => process.stdout.write(`${line}\n`)).catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exitCode = 1
})
