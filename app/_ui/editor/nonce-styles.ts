/**
 * Monaco makes its style sheets without a nonce, so the page's policy (lib/access/content-policy.ts) would leave
 * them out. What makes elements by this call is a script of ours and may have style sheets; what somebody got
 * into a page's HTML does not pass here and may not.
 */
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
const create = document.createElement.bind(document)

document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = create(name, options)
  if (element instanceof HTMLStyleElement) element.nonce = nonce
  return element
}
