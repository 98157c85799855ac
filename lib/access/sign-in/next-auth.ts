import { createHash } from 'node:crypto'
import NextAuth, { type AuthOptions } from 'next-auth'

/** What next-auth is asked: one step with one provider. */
export interface Step {
  name: 'signin' | 'callback'
  provider: string
  /** what the provider sent along */
  query: Record<string, string>
  cookies: Record<string, string>
}

export interface Reply {
  location: string
  /** Set-Cookie lines */
  cookies: string[]
}

export const CSRF_COOKIE = 'csrf'

/**
 * Lets next-auth do one step as if its own pages had asked for it. Whose request it is, the route has checked by
 * then (the Origin header), so next-auth's own token against forged requests is filled in here.
 */
export async function askNextAuth(
  { name, provider, query, cookies }: Step,
  options: AuthOptions & { secret: string },
): Promise<Reply> {
  const token = 'checked'
  const hash = createHash('sha256').update(`${token}${options.secret}`).digest('hex')
  const request = {
    method: name === 'signin' ? 'POST' : 'GET',
    query: { ...query, nextauth: [name, provider] },
    cookies: { ...cookies, [CSRF_COOKIE]: `${token}|${hash}` },
    headers: {},
    body: name === 'signin' ? { csrfToken: token } : undefined,
  }
  const { reply, response } = recorder()
  // It reads and calls no more of Next's request and response than these have.
  await NextAuth(request as never, response as never, options)
  return reply
}

function recorder() {
  const reply: Reply = { location: '', cookies: [] }
  const response = {
    status: () => response,
    getHeader: () => reply.cookies,
    setHeader(name: string, value: string | string[]) {
      if (Array.isArray(value)) reply.cookies = value
      else if (name === 'Location') reply.location = value
      return response
    },
    end() {},
    json() {},
    send() {},
  }
  return { reply, response }
}
