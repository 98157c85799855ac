/** What an application says of itself, with its events and errors. */
export interface Application {
  /** default `BELFRY_RELEASE` */
  release?: string | undefined
  /** default `BELFRY_ENVIRONMENT` */
  environment?: string | undefined
  /** what it is called, default `BELFRY_PROGRAM` */
  program?: string | undefined
}

let given: Application = {}

export function describeApplication({ release, environment, program }: Application): void {
  given = { release, environment, program }
}

export const application = (): Application => ({
  release: given.release ?? process.env.BELFRY_RELEASE,
  environment: given.environment ?? process.env.BELFRY_ENVIRONMENT,
  program: given.program ?? process.env.BELFRY_PROGRAM,
})
