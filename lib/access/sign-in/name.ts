import {
  belfryActor,
  commandLineActor,
  fileActor,
  linkPerson,
  tokenPerson,
} from '#lib/access/person.ts'

const OURS = [belfryActor, commandLineActor, fileActor, linkPerson, tokenPerson].map(({ name }) =>
  name.toLowerCase(),
)

/**
 * Whether a name may stand for somebody in the trail. People can often choose the name that their provider says: none
 * may look like Belfry itself, a token, an address, or one of those who `others` are already.
 */
export function mayBeCalled(name: string, others: readonly { name: string }[]): boolean {
  const plain = name.toLowerCase()
  const isTaken = others.some(other => other.name.toLowerCase() === plain)
  return !isTaken && !OURS.includes(plain) && !plain.startsWith('token ') && !plain.includes('@')
}
