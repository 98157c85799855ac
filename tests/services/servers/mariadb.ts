import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { freePort, give, idsOf, launch, type Service, stop, untilReady } from './server.ts'

export const mariadb: Service = {
  name: 'MariaDB',
  packages: ['mariadb-server'],
  programs: ['/usr/sbin/mariadbd', '/usr/bin/mariadb-install-db'],

  async start(folder) {
    give(folder, 'mysql')
    const data = join(folder, 'data')
    execFileSync(
      '/usr/bin/mariadb-install-db',
      [
        '--no-defaults',
        `--datadir=${data}`,
        '--skip-test-db',
        '--auth-root-authentication-method=normal',
      ],
      { stdio: 'ignore', cwd: folder, ...idsOf('mysql') },
    )
    const setUp = join(folder, 'set-up.sql')
    writeFileSync(
      setUp,
      [
        'create database shop;',
        `create user 'belfry'@'%' identified by 'secret';`,
        `grant all on *.* to 'belfry'@'%';`,
        `create user 'may_read'@'%' identified by 'secret';`,
        `grant select on *.* to 'may_read'@'%';`,
        `create user 'may_write'@'%' identified by 'secret';`,
        `grant select, insert on shop.* to 'may_write'@'%';`,
      ].join('\n'),
    )
    const port = await freePort()
    const server = launch(
      '/usr/sbin/mariadbd',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--init-file=${setUp}`,
        `--socket=${join(folder, 'socket')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--secure-file-priv=',
      ],
      { folder, user: 'mysql' },
    )
    const url = `mysql://belfry:secret@127.0.0.1:${port}/shop`
    await untilReady(server, folder, async () => (await mysql.createConnection(url)).end())
    return { env: { BELFRY_TEST_MARIADB: url }, stop: () => stop(server) }
  },
}
