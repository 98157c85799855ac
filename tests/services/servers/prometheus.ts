import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, launch, type Service, stop, untilReady } from './server.ts'

/** Prometheus that asks itself every second, behind basic authentication. */
export const prometheus: Service = {
  name: 'Prometheus',
  packages: ['prometheus'],
  programs: ['/usr/bin/prometheus'],

  async start(folder) {
    const port = await freePort()
    writeFileSync(join(folder, 'prometheus.yml'), configuration(port))
    writeFileSync(join(folder, 'web.yml'), access)
    const server = launch(
      '/usr/bin/prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--web.config.file=${join(folder, 'web.yml')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
      ],
      { folder },
    )
    const url = `http://127.0.0.1:${port}`
    await untilReady(server, folder, () => fetch(`${url}/-/ready`))
    return { env: { BELFRY_TEST_PROMETHEUS: url }, stop: () => stop(server) }
  },
}

const configuration = (port: number) => `
scrape_configs:
  - job_name: self
    scrape_interval: 1s
    basic_auth: { username: belfry, password: secret }
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
`

/** The user belfry with the password secret. */
const access = `
basic_auth_users:
  belfry: $2b$04$P26E3i95ULyHbcVRDH0gMeOV1yGCaA.B.zv1mfcMqvbqTWLQVKacW
`
