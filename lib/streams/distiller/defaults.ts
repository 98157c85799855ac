import type { TraitDefinition } from '#lib/streams/distiller/schema.ts'

/** Traits that all events have, where their definition does not say otherwise. */
export const DEFAULT_TRAITS: Readonly<Record<string, TraitDefinition>> = {
  service: { type: 'text', fields: ['publisher_id'] },
  request_id: { type: 'text', fields: ['_context_request_id'] },
  tenant_id: { type: 'text', fields: ['payload.tenant_id', '_context_tenant'] },
}
