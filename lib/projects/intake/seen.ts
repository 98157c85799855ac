import type { PoolClient } from 'pg'

/** Rows of `intake_seen` that are no project's. */
const NOBODY = 0

/** Notes that this transaction writes the batch; false when it was written before. `done` need not be known any more. */
export async function claimBatch(
  client: PoolClient,
  id: string,
  done: string | undefined,
): Promise<boolean> {
  const { rowCount } = await client.query(CLAIM_BATCH, [`batch:${id}`, `batch:${done}`])
  return rowCount === 1
}

const CLAIM_BATCH = {
  name: 'intake: claim batch',
  text: `
    with forgotten as (delete from intake_seen where project_id = ${NOBODY} and key = $2)
    insert into intake_seen (project_id, key) values (${NOBODY}, $1) on conflict do nothing`,
}

/** What came together: a repeat is known by the key of all of it, or by the names of its items. */
export interface Named {
  project: { id: number }
  key?: string | undefined
  events: readonly { uid?: string | undefined }[]
}

/** Tells for each request which of its events are here for the first time, and notes them. */
export async function claimRequests(
  client: PoolClient,
  requests: readonly Named[],
): Promise<boolean[][]> {
  const keyed = requests.filter(request => request.key !== undefined)
  const newKeys = await claimNames(
    client,
    keyed.map(({ project, key }) => [project.id, `key:${key}`]),
  )
  const isRepeat = requests.map(
    ({ project, key }) => key !== undefined && !newKeys.delete(nameOf(project.id, `key:${key}`)),
  )
  const named = requests.flatMap(({ project, events }, i) =>
    isRepeat[i]
      ? []
      : events.flatMap(({ uid }) =>
          uid === undefined ? [] : [[project.id, `uid:${uid}`] as Name],
        ),
  )
  const newUids = await claimNames(client, named)

  // Of several with the same name in one batch the first is the one.
  return requests.map(({ project, events }, i) =>
    events.map(({ uid }) =>
      isRepeat[i] ? false : uid === undefined || newUids.delete(nameOf(project.id, `uid:${uid}`)),
    ),
  )
}

type Name = [projectId: number, key: string]

const nameOf = (projectId: number, key: string) => `${projectId} ${key}`

async function claimNames(client: PoolClient, names: Name[]): Promise<Set<string>> {
  const claimed = new Set<string>()
  const projects = Map.groupBy(names, ([projectId]) => projectId)
  for (const [projectId, own] of [...projects].sort(([a], [b]) => a - b)) {
    const keys = own.map(([, key]) => key)
    const { rows } = await client.query<{ key: string }>(CLAIM_NAMES, [projectId, keys])
    for (const { key } of rows) claimed.add(nameOf(projectId, key))
  }
  return claimed
}

const CLAIM_NAMES = `
  insert into intake_seen (project_id, key)
  select $1::int, key from unnest($2::text[]) as key order by key
  on conflict do nothing returning key`
