import { failureAnswer } from '#app/_server/failure.ts'
import { providerOf } from '#app/_server/sign-in.ts'
import { begin } from '#app/api/auth/[...step]/begin.ts'
import { finish } from '#app/api/auth/[...step]/finish.ts'
import { UserError } from '#lib/failures.ts'

interface Context {
  params: Promise<{ step: string[] }>
}

// Of all that next-auth could answer, these two steps are needed; nothing else is there.

/** `/api/auth/signin/google`: the button of the sign-in page. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const provider = providerFor('signin', (await params).step)
  return provider ? begin(request, provider) : nothing(request)
}

/** `/api/auth/callback/google`: whoever comes back from the provider. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const provider = providerFor('callback', (await params).step)
  return provider ? finish(request, provider) : nothing(request)
}

// Without this Next answers HEAD with what GET does.
export const HEAD = () => new Response(null)

const providerFor = (step: string, [asked, id, ...more]: string[]) =>
  asked === step && more.length === 0 ? providerOf(id) : undefined

const nothing = (request: Request) =>
  failureAnswer(
    new UserError(`There is nothing at ${new URL(request.url).pathname}.`, { code: 'not_found' }),
  )
