import { BASE } from '#tests/app/sign-in/traveller.ts'
import { freshDatabase } from '#tests/database.ts'
import { CLIENT, openProvider } from '#tests/oidc.ts'

/** A database, Google and another provider, and the settings that name them. Close it in `afterAll`. */
export async function openWorld() {
  const [database, google, oidc] = await Promise.all([
    freshDatabase(),
    openProvider({ callback: `${BASE}/api/auth/callback/google` }),
    openProvider({ callback: `${BASE}/api/auth/callback/oidc` }),
  ])
  Object.assign(process.env, {
    ...{ GOOGLE_CLIENT_ID: CLIENT.id, GOOGLE_CLIENT_SECRET: CLIENT.secret },
    ...{ GOOGLE_WORKSPACE_DOMAIN: 'example.com, example.org', GOOGLE_ISSUER: google.issuer },
    ...{ OIDC_ISSUER: oidc.issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
    OIDC_ROLES: 'sre=editor, sre leads=admin, guests=viewer',
    BELFRY_ADMINS: 'Grace@example.com',
  })
  return {
    ...{ database, google, oidc },
    async close() {
      await Promise.all([google.close(), oidc.close(), database.close()])
    },
  }
}

export const ada = {
  ...{ sub: '1001', name: 'Ada Lovelace', email: 'ada@example.com', email_verified: true },
}
