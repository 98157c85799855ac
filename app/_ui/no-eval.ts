import { config } from 'zod/v4/core'

/** The pages' policy forbids to evaluate texts; otherwise zod tries whether it may, which browsers report. */
config({ jitless: true })
