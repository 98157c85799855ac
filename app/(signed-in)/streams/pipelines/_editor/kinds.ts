import { type Field, fieldsOf } from '#lib/form.ts'
import { handlers } from '#lib/streams/handlers/index.ts'

/** A kind of handler as the editor shows it: plain data, fit to be sent to a page. */
export interface Kind {
  id: string
  label: string
  description: string
  fields: Field[]
}

export const handlerKinds = (): Kind[] =>
  handlers.map(({ id, label, description, params }) => ({
    ...{ id, label, description },
    fields: fieldsOf(params),
  }))
