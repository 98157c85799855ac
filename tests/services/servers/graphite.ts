import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, launch, type Service, stop, untilReady } from './server.ts'

const python = '/usr/bin/python3'

/** carbon-cache takes values and keeps one a second; graphite-web renders them. */
export const graphite: Service = {
  name: 'Graphite',
  packages: ['graphite-web', 'graphite-carbon', 'gunicorn'],
  programs: [python, '/usr/bin/carbon-cache', '/usr/bin/graphite-manage', '/usr/bin/gunicorn'],

  async start(folder) {
    const [line, pickle, query, web] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ]
    for (const name of ['whisper', 'log']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'carbon.conf'), carbonConf(folder, line, pickle, query))
    writeFileSync(join(folder, 'storage-schemas.conf'), '[all]\npattern = .*\nretentions = 1s:1d\n')
    writeFileSync(join(folder, 'belfry_settings.py'), webSettings(folder, query))
    const env = {
      PYTHONPATH: folder,
      GRAPHITE_SETTINGS_MODULE: 'belfry_settings',
      DJANGO_SETTINGS_MODULE: 'graphite.settings',
    }
    execFileSync(python, ['-m', 'django', 'migrate', '--run-syncdb'], {
      stdio: 'ignore',
      env: { NODE_ENV: 'test', ...env },
    })
    const carbon = launch(
      '/usr/bin/carbon-cache',
      [`--config=${join(folder, 'carbon.conf')}`, '--nodaemon', 'start'],
      { folder },
    )
    const pages = launch(
      '/usr/bin/gunicorn',
      ['graphite.wsgi:application', '--bind', `127.0.0.1:${web}`],
      { folder, env },
    )
    const url = `http://127.0.0.1:${web}`
    await untilReady(pages, folder, () => fetch(`${url}/metrics/find?query=*`))
    return {
      env: { BELFRY_TEST_GRAPHITE: url, BELFRY_TEST_CARBON: String(line) },
      stop: async () => {
        await Promise.all([stop(carbon), stop(pages)])
      },
    }
  },
}

const carbonConf = (folder: string, line: number, pickle: number, query: number) => `[cache]
STORAGE_DIR = ${folder}
LOCAL_DATA_DIR = ${folder}/whisper
CONF_DIR = ${folder}
LOG_DIR = ${folder}/log
PID_DIR = ${folder}
USER =
LINE_RECEIVER_INTERFACE = 127.0.0.1
LINE_RECEIVER_PORT = ${line}
PICKLE_RECEIVER_INTERFACE = 127.0.0.1
PICKLE_RECEIVER_PORT = ${pickle}
CACHE_QUERY_INTERFACE = 127.0.0.1
CACHE_QUERY_PORT = ${query}
MAX_CREATES_PER_MINUTE = inf
`

const webSettings = (folder: string, query: number) => `
GRAPHITE_ROOT = '/usr/share/graphite-web'
STORAGE_DIR = LOG_DIR = CONF_DIR = '${folder}'
WHISPER_DIR = '${folder}/whisper'
INDEX_FILE = '${folder}/index'
SECRET_KEY = 'for tests'
TIME_ZONE = 'UTC'
ALLOWED_HOSTS = ['*']
CARBONLINK_HOSTS = ['127.0.0.1:${query}']
DATABASES = {'default': {'NAME': '${folder}/graphite.db', 'ENGINE': 'django.db.backends.sqlite3'}}
`
