// After an install: makes the Prisma client. Its schema engine is not needed for that,
// and naming any program as the engine keeps it from being downloaded.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const prisma = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url))
const { status, stdout, stderr } = spawnSync(process.execPath, [prisma, 'generate'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
  encoding: 'utf8',
})
if (status !== 0) {
  process.stderr.write(stdout + stderr)
  process.exit(1)
}
