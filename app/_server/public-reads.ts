import { addressOf } from '#app/_server/credentials.ts'
import { failureAnswer } from '#app/_server/failure.ts'
import { attempts } from '#lib/access/attempts.ts'
import { UserError } from '#lib/failures.ts'

/** Enough for an office behind one address with a page full of charts; nothing to guess addresses or wear us out with. */
const reads = attempts({ burst: 300, everyMs: 200 })

/** Counts a question for what is for all; the answer when there were too many from this address, otherwise null. */
export function refusePublicRead(headers: Headers): Response | null {
  const address = addressOf(headers)
  const seconds = reads.blockedFor(address)
  if (seconds === 0) {
    reads.failed(address)
    return null
  }
  return failureAnswer(
    new UserError(`Too many questions from your address; ask again in ${seconds} s.`, {
      code: 'too_many',
      retryAfterSeconds: seconds,
    }),
  )
}
