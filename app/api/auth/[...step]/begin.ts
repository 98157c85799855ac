import { readText } from '#app/_server/body.ts'
import { addressOf } from '#app/_server/credentials.ts'
import { ownEnv } from '#app/_server/env.ts'
import { problemOf, site } from '#app/_server/sign-in.ts'
import { keptPath, refused } from '#app/api/auth/[...step]/kept.ts'
import { isOurOrigin, safePath } from '#lib/access/addresses.ts'
import { attempts } from '#lib/access/attempts.ts'
import { beginSignIn } from '#lib/access/sign-in/protocol.ts'
import type { Provider } from '#lib/sign-in-settings.ts'

/** Each asks the provider for something. A whole office, which has one address, begins its day within minutes. */
const begun = attempts({ burst: 60, everyMs: 1000 })

const FORM_LIMIT = 8 * 1024

/** Sends somebody who wants to sign in to the provider. */
export async function begin(request: Request, provider: Provider): Promise<Response> {
  const { url } = ownEnv()
  if (!isOurOrigin(request.headers, url)) return refused('origin')

  const form = new URLSearchParams(await readText(request, FORM_LIMIT).catch(() => ''))
  const to = safePath(form.get('to'))
  // The provider leads back to the public address: cookies of another one would not come along.
  if (request.headers.get('origin') !== site().url)
    return leadingTo(
      'Belfry',
      `${site().url}/sign-in?${new URLSearchParams({ problem: 'address', to })}`,
    )

  const address = addressOf(request.headers)
  if (begun.blockedFor(address) > 0) return refused('attempts', to)
  begun.failed(address)
  try {
    const { location, cookies } = await beginSignIn(provider, site())
    return leadingTo(provider.label, location, [...cookies, keptPath(to)])
  } catch (error) {
    return refused(problemOf(error), to)
  }
}

/**
 * Sends a browser on to another site. Not by a redirect: a page's policy lets its forms go nowhere else, and
 * browsers hold every redirect after a form to that (`form-action`).
 */
function leadingTo(label: string, location: string, cookies: string[] = []): Response {
  const headers = new Headers({
    ...{ refresh: `0;url=${location}`, 'cache-control': 'no-store' },
    'content-type': 'text/html; charset=utf-8',
  })
  for (const line of cookies) headers.append('set-cookie', line)
  const [address, name] = [location, label].map(escapeHtml)
  return new Response(`<!doctype html><title>Sign in</title><a href="${address}">To ${name}</a>`, {
    headers,
  })
}

const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
