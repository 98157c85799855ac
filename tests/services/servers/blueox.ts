import type { Service } from './server.ts'

const PACKAGES = '/usr/lib/python3/dist-packages'

/** What BlueOx's own programs are made of: tests write small ones that speak as they do. */
export const blueox: Service = {
  name: 'Python with ZeroMQ and MessagePack',
  packages: ['python3-zmq', 'python3-msgpack'],
  programs: ['/usr/bin/python3', `${PACKAGES}/zmq/__init__.py`, `${PACKAGES}/msgpack/__init__.py`],
  start: async () => ({ env: { BELFRY_TEST_BLUEOX: 'installed' }, stop: async () => {} }),
}
