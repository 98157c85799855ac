import { addressIn, locationOf, newTraveller } from '#tests/app/sign-in/traveller.ts'

/** What an answer gets that is not to what was asked. */
export const REFUSED = '/sign-in?problem=answer'

/** Tests come from addresses of their own, so that none uses up another's attempts. */
let last = 0
export const newAddress = () => `198.51.100.${++last}`

/** Somebody who is on the way back from the provider. */
export async function onTheWayBack(provider = 'oidc') {
  const traveller = newTraveller()
  const address = newAddress()
  const begun = await traveller.begin(provider, { address })
  const url = await traveller.throughProvider(addressIn(begun))
  const arrive = async (at = url) => locationOf(await traveller.comeBack(at, address))
  return { traveller, url, arrive }
}
