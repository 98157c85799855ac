import Link from 'next/link'
import css from '#app/(signed-in)/settings/settings.module.css'

interface Props {
  url: string
  hasToken: boolean
}

/** How programs get in. */
export function ApiAccess({ url, hasToken }: Props) {
  return (
    <>
      With a token: admins make them under <Link href="/settings/tokens">Tokens</Link>
      {hasToken && (
        <>
          , and the one in <code className="mono">BELFRY_TOKEN</code> is good too
        </>
      )}
      . Everything the pages can do, it can do; <a href="/api/openapi.json">openapi.json</a>{' '}
      describes it.
      <pre className={css.example}>
        {`curl -H "Authorization: Bearer TOKEN" ${url}/api/monitors`}
      </pre>
    </>
  )
}
