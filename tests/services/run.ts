import { spawnSync } from 'node:child_process'
import { install } from './install.ts'
import { services } from './servers/index.ts'

/** Tests against real servers: installs what is missing, then runs Vitest, which starts them. */
install(services)
const { status } = spawnSync(
  process.execPath,
  ['tests/run.ts', '--config', 'vitest.services.config.ts', ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
process.exitCode = status ?? 1
