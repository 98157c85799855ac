import css from '#app/(signed-in)/settings/settings.module.css'

interface Props {
  url: string
  hasToken: boolean
}

/** How programs get in. The token itself is never shown. */
export function ApiAccess({ url, hasToken }: Props) {
  return (
    <>
      {hasToken ? (
        <>
          The token is the one in <code className="mono">BELFRY_TOKEN</code>.
        </>
      ) : (
        <>
          Closed: set <code className="mono">BELFRY_TOKEN</code> to a secret of 16 characters or
          more and start Belfry again.
        </>
      )}{' '}
      Everything the pages can do, it can do; <a href="/api/openapi.json">openapi.json</a> describes
      it.
      <pre className={css.example}>
        {`curl -H "Authorization: Bearer $BELFRY_TOKEN" ${url}/api/monitors`}
      </pre>
    </>
  )
}
