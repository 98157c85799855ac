import { once } from 'node:events'
import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'

/** A certificate for localhost that nobody vouches for; it and its key are for tests only. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUdz7/qSmIfax5Mxws3Scdmp+97MAwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIzMzAwOVoYDzIxMjYxMDI4
MjMzMDA5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQn7HExVuG6AUBmnpuAPzUkx7axBRQ2eiZtjaGUu3hFnzQPNxthqOfO
ijfsvwL0wkHyXBvXDnLaVX1dsT6AU3Yyo28wbTAdBgNVHQ4EFgQU/jKWf93EnYkC
W51CS0eDWlrggWMwHwYDVR0jBBgwFoAU/jKWf93EnYkCW51CS0eDWlrggWMwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAMo95SahFof69ULfGfiNTUFtrbKm67Co7ESWiVNeMVlHAiEA
1OYkipSa47MFp0KDLNupuI0II9iEYqkAccevYUoSJaE=
-----END CERTIFICATE-----
`
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglsEUudUJ+4lRSOqL
WSMA0aW2HfBSvf1329P8Fx95QlKhRANCAAQn7HExVuG6AUBmnpuAPzUkx7axBRQ2
eiZtjaGUu3hFnzQPNxthqOfOijfsvwL0wkHyXBvXDnLaVX1dsT6AU3Yy
-----END PRIVATE KEY-----
`

export interface TestServer {
  /** `http://127.0.0.1:port` */
  url: string
  port: number
  close(): Promise<void>
}

/** An HTTP server on a free port of loopback. */
export const serve = (listener: RequestListener): Promise<TestServer> =>
  listening(createHttp(listener), 'http')

export const serveTls = (listener: RequestListener): Promise<TestServer> =>
  listening(createHttps({ key, cert: certificate }, listener), 'https')

async function listening(server: Server, scheme: string): Promise<TestServer> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
