import type { SignatureId } from '#lib/errors/signatures/data.ts'
import type { MonitorId } from '#lib/monitors/data.ts'

/** A monitor's number as whoever reaches it has it. */
export const monitorReached = (id: number) => id as MonitorId

/** A signature's number as whoever reaches it has it. */
export const signatureReached = (id: number) => id as SignatureId
