import { expect, onTestFinished, test } from 'vitest'
import type { Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'
import { fakeCentre } from '#tests/lib/relay/centre.ts'
import { KEY, newFolder, numbersIn } from '#tests/lib/relay/world.ts'
import { listenersAt } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

const PORT = 18_893

/** A relay and its centre, on a host of their own, so that nobody takes the port while it is away. */
async function openWorld() {
  const centre = await fakeCentre()
  const relay = victim({
    module: 'tests/kill-points/relay-process.ts',
    args: ['--url', centre.url, '--key', KEY, '--spool', newFolder(), '--status', '0'],
    env: {
      ...listenersAt('off'),
      BELFRY_HOST: centre.host,
      BELFRY_INTAKE_HTTP: String(PORT),
      BELFRY_CONFIG: '',
    },
  })
  onTestFinished(relay.kill)
  const post = (n: number) =>
    fetch(`http://${centre.host}:${PORT}/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'idempotency-key': `event ${n}` },
      body: JSON.stringify([{ type: 'numbered', n }]),
    }).then(
      ({ ok }) => ok,
      () => false,
    )
  const isThere = () =>
    fetch(`http://${centre.host}:${PORT}/`).then(
      () => true,
      () => false,
    )
  return { centre, relay, post, isThere }
}

const atSync = (moment: Point['moment'], nth: number): Point => ({
  ...{ moment, nth, door: 'disk', says: 'fsync' },
})
/** What a relay brings to its disk of one request, in its order: the request, to whom it is sent, that it was taken. */
test.each<[string, Point, isAcknowledged: boolean]>([
  ['before it is on the disk', atSync('before', 1), false],
  ['after it is on the disk', atSync('after', 1), false],
  ['before it is sent', atSync('before', 2), true],
  ['after the centre has answered', atSync('before', 3), true],
  ['after that is on the disk', atSync('after', 3), true],
])('a relay that is killed %s: it comes to the centre, once', async (_, point, isAcknowledged) => {
  const { centre, relay, post, isThere } = await openWorld()
  await relay.start()
  await until(isThere)
  await relay.aim(point)
  const acknowledged = post(1)
  await relay.killed()
  // Acknowledged and sent at once, it may be gone before its answer has left.
  if (!isAcknowledged) expect(await acknowledged).toBe(false)

  await relay.start()
  if (!(await acknowledged)) await until(() => post(1))
  await until(() => post(2))
  await until(() => numbersIn(centre.units()).includes(2))
  expect(numbersIn(centre.units())).toEqual([1, 2])
})
