import { GET, POST } from '#app/api/auth/[...step]/route.ts'

export const BASE = 'http://127.0.0.1:3000'

interface Begun {
  to?: string
  origin?: string
  address?: string
}

/** Goes the way of a browser between Belfry's routes, called as they are, and a provider, asked over HTTP. */
export function newTraveller() {
  // Cookies know no ports: the provider and Belfry share the jar, as in a browser.
  const jar = new Map<string, string>()

  const headers = (more: Record<string, string> = {}) => ({
    host: new URL(BASE).host,
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    ...more,
  })

  return {
    jar,
    keep,
    /** presses the button of the sign-in page */
    async begin(provider: string, { to = '/', origin = BASE, address = '192.0.2.1' }: Begun = {}) {
      const request = new Request(`${BASE}/api/auth/signin/${provider}`, {
        method: 'POST',
        headers: headers({ origin, 'x-forwarded-for': address }),
        body: new URLSearchParams({ to }),
      })
      return keep(await POST(request, stepOf(request)))
    },
    /** follows the provider until it sends the browser back; answers to where */
    async throughProvider(start: string): Promise<string> {
      let url = start
      while (!url.startsWith(BASE)) {
        const answer = keep(
          await fetch(url, { redirect: 'manual', headers: { cookie: headers().cookie } }),
        )
        const location = answer.headers.get('location')
        if (!location) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
        url = new URL(location, url).href
      }
      return url
    },
    async comeBack(url: string, address = '192.0.2.1') {
      const request = new Request(url, { headers: headers({ 'x-forwarded-for': address }) })
      return keep(await GET(request, stepOf(request)))
    },
    /** the whole way; answers where it ends */
    async signIn(provider: string, to?: string) {
      const begun = await this.begin(provider, to === undefined ? {} : { to })
      const back = await this.throughProvider(addressIn(begun))
      return locationOf(await this.comeBack(back))
    },
    get session() {
      return jar.get('belfry_session')
    },
  }

  function keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const expires = /expires=([^;]+)/i.exec(line)?.[1]
      if (expires && new Date(expires) <= new Date()) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
}

/** Where the page that was answered leads by itself. */
export const addressIn = (response: Response) =>
  response.headers.get('refresh')?.replace(/^0;url=/, '') ?? ''
export const locationOf = (response: Response) => response.headers.get('location')

const stepOf = ({ url }: Request) => ({
  params: Promise.resolve({ step: new URL(url).pathname.split('/').slice(3) }),
})
