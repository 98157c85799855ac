import S3rver from 's3rver'
import { newFolder } from '#tests/flows/product.ts'

/** Those that the server knows. */
const KEYS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }

/** The bucket `events`; its keys are in this process's environment until it is closed. */
export async function startBucket() {
  const server = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory: newFolder() },
    configureBuckets: [{ name: 'events', configs: [] }],
  })
  const { port } = await server.run()
  Object.assign(process.env, KEYS)
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      for (const name of Object.keys(KEYS)) delete process.env[name]
      await server.close()
    },
  }
}
