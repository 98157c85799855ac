import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { type Installable, isInstalled } from './servers/server.ts'

/** Packages start their own servers when they are installed, unless this file forbids it. */
const policy = '/usr/sbin/policy-rc.d'

/** Installs what is missing where that may be done, and says what stays missing. */
export function install(services: Installable[]) {
  const missing = services.filter(service => !isInstalled(service))
  if (missing.length && mayInstall()) {
    process.stdout.write(`Installing ${missing.map(service => service.name).join(', ')} …\n`)
    installPackages(missing.flatMap(service => service.packages))
  }
  for (const { name, packages } of services.filter(service => !isInstalled(service)))
    process.stdout.write(
      `${name} is not tested: it is not installed (apt-get install ${packages.join(' ')}).\n`,
    )
}

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

function installPackages(packages: string[]) {
  const isMine = !existsSync(policy)
  if (isMine) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    apt(['update'])
    apt(['install', '-y', '--no-install-recommends', ...packages])
  } finally {
    if (isMine) rmSync(policy)
  }
}

function apt(args: string[]) {
  const { status, stderr } = spawnSync('/usr/bin/apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
  })
  if (status !== 0) process.stdout.write(`apt-get ${args[0]} failed: ${stderr}\n`)
}
