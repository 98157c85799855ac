import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  // forbidden() in pages: 403 and the page that says so
  experimental: {
    authInterrupts: true,
    // Held in memory while proxy.ts looks at the request; what is longer is refused before (lib/access/refusal.ts).
    proxyClientMaxBodySize: '2mb',
  },
  // There is nothing to resize, and no address to be made to fetch.
  images: { unoptimized: true },
  // `npm run types` checks them; a start should not wait for it, least of all for the tests' types.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    'pg',
    'graphile-worker',
    'isolated-vm',
    'node-cron',
    'mysql2',
    'mssql',
    'pino',
    '@prisma/client',
    '@prisma/adapter-pg',
    'undici',
    'nodemailer',
    '@aws-sdk/client-sns',
  ],
}

export default config
