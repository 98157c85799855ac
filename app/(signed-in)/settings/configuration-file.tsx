import type { Installation } from '#lib/health/installation/data.ts'

interface Props {
  file: string | undefined
  declared: Installation['declared']
}

/** Where the configuration file is and what it declares. */
export function ConfigurationFile({ file, declared }: Props) {
  const { sources, alerts, projects, monitors, dashboards } = declared
  if (!file && sources + alerts + projects + monitors + dashboards === 0)
    return (
      <>
        None. Sources, alerts, projects, monitors and dashboards can be kept in a{' '}
        <code className="mono">belfry.yaml</code>; <code className="mono">npx belfry export</code>{' '}
        writes one with what is here.
      </>
    )
  return (
    <>
      {file ? <code className="mono">{file}</code> : 'Not set any more'} declares{' '}
      {count(sources, 'source')}, {count(alerts, 'alert')}, {count(projects, 'project')},{' '}
      {count(monitors, 'monitor')} and {count(dashboards, 'dashboard')}. It is read at the start and
      by <code className="mono">npx belfry apply</code>.
    </>
  )
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
