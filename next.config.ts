import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
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
